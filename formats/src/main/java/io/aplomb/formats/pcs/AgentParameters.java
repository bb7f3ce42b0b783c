package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks the parameters of a resource against what its agent says of itself. */
final class AgentParameters {

    /** Every agent of these providers can trace what it does. */
    private static final Set<String> TRACING_PROVIDERS = Set.of("heartbeat", "pacemaker");

    private static final List<AgentMetadata.Parameter> TRACING =
            List.of(
                    tracing(
                            "trace_ra",
                            "integer",
                            "0",
                            "Set to 1 to have the agent write down what it does (much output)"),
                    tracing("trace_file", "string", "", "The file for what trace_ra writes down"));

    /** Of a fence agent, where it has an error of its own. */
    private static final String ACTION = "action";

    private final AgentName name;
    private final AgentMetadata agent;
    private final Reports reports;
    private final String type;

    AgentParameters(AgentName name, AgentMetadata agent, Reports reports) {
        this.name = name;
        this.agent = complete(name, agent);
        this.reports = reports;
        this.type = name.isStonith() ? "stonith" : "resource";
    }

    /** An agent's metadata with the parameters that it has without naming them. */
    static AgentMetadata complete(AgentName name, AgentMetadata agent) {
        if (name.isStonith()) {
            return StonithMetadata.of(agent);
        }
        if (!name.isOcf() || !TRACING_PROVIDERS.contains(name.provider())) {
            return agent;
        }
        List<AgentMetadata.Parameter> parameters = new ArrayList<>(agent.parameters());
        for (AgentMetadata.Parameter tracing : TRACING) {
            if (agent.parameter(tracing.name()).isEmpty()) {
                parameters.add(tracing);
            }
        }
        return new AgentMetadata(
                agent.name(),
                agent.version(),
                agent.shortDescription(),
                agent.longDescription(),
                parameters,
                agent.actions());
    }

    private static AgentMetadata.Parameter tracing(
            String name, String type, String defaultValue, String description) {
        return new AgentMetadata.Parameter(
                name,
                description,
                "",
                type,
                defaultValue,
                List.of(),
                false,
                true,
                false,
                List.of(),
                "",
                "");
    }

    /** Checks those of a new resource. */
    void checkNew(Map<String, String> given, CibEdit cib) {
        Validation.notEmpty(given, reports);
        checkNames(given.keySet());
        checkRequired(given.keySet(), List.of());
        checkDeprecated(given.keySet());
        checkAction(given);
        checkUnique(given, cib, "");
    }

    private void checkAction(Map<String, String> given) {
        if (name.isStonith() && !given.getOrDefault(ACTION, "").isEmpty()) {
            reports.forceable(
                    Validation.deprecated(
                            ACTION,
                            agent.parameter(ACTION)
                                    .map(AgentMetadata.Parameter::deprecatedBy)
                                    .orElse(List.of()),
                            type));
        }
    }

    /**
     * Checks changes.
     *
     * @param given an empty value takes one away
     * @param current what the resource has
     */
    void checkChanged(
            Map<String, String> given, Map<String, String> current, CibEdit cib, String resource) {
        Set<String> added = new TreeSet<>(given.keySet());
        added.removeAll(current.keySet());
        checkNames(added);
        Map<String, String> set = new LinkedHashMap<>(given);
        set.values().removeIf(String::isEmpty);
        checkDeprecated(set.keySet());
        Map<String, String> result = new LinkedHashMap<>(current);
        result.keySet().removeAll(given.keySet());
        result.putAll(set);
        checkRequired(result.keySet(), given.keySet());
        checkAction(given);
        checkUnique(given, cib, resource);
    }

    private void checkNames(Collection<String> given) {
        Set<String> allowed = new TreeSet<>();
        agent.parameters().forEach(parameter -> allowed.add(parameter.name()));
        Validation.unknownNames(given, allowed, type).forEach(reports::forceable);
    }

    private void checkDeprecated(Collection<String> given) {
        for (AgentMetadata.Parameter parameter : agent.parameters()) {
            boolean own = name.isStonith() && parameter.name().equals(ACTION);
            if (parameter.deprecated() && given.contains(parameter.name()) && !own) {
                reports.warning(
                        Validation.deprecated(parameter.name(), parameter.deprecatedBy(), type));
            }
        }
    }

    /**
     * Reports required parameters that are not there. One that takes the place of a deprecated one
     * may also be given under the old name.
     *
     * @param only those that touch these names; empty for all
     */
    private void checkRequired(Collection<String> given, Collection<String> only) {
        Map<String, Set<String>> oldNames = oldNames();
        List<String> plain = new ArrayList<>();
        for (AgentMetadata.Parameter parameter : agent.parameters()) {
            if (!parameter.required() || parameter.deprecated()) {
                continue;
            }
            Set<String> old = oldNames.getOrDefault(parameter.name(), Set.of());
            Set<String> alternatives = new TreeSet<>(old);
            alternatives.add(parameter.name());
            if (!only.isEmpty() && alternatives.stream().noneMatch(only::contains)) {
                continue;
            }
            if (old.isEmpty()) {
                plain.add(parameter.name());
            } else if (alternatives.stream().noneMatch(given::contains)) {
                reports.forceable(Validation.missingAlternative(alternatives, old, type));
            }
        }
        Validation.missingNames(given, plain, type).forEach(reports::forceable);
    }

    /** All names, older ones of older ones too, that a parameter had before. */
    private Map<String, Set<String>> oldNames() {
        Map<String, Set<String>> direct = new HashMap<>();
        for (AgentMetadata.Parameter parameter : agent.parameters()) {
            for (String newer : parameter.deprecatedBy()) {
                direct.computeIfAbsent(newer, key -> new TreeSet<>()).add(parameter.name());
            }
        }
        Map<String, Set<String>> all = new HashMap<>();
        for (String newest : direct.keySet()) {
            Set<String> found = new TreeSet<>();
            List<String> open = new ArrayList<>(direct.getOrDefault(newest, Set.of()));
            while (!open.isEmpty()) {
                String old = open.removeLast();
                if (found.add(old)) {
                    open.addAll(direct.getOrDefault(old, Set.of()));
                }
            }
            all.put(newest, found);
        }
        return all;
    }

    private void checkUnique(Map<String, String> given, CibEdit cib, String resource) {
        List<Element> others =
                cib.all(
                        element ->
                                element.is("primitive")
                                        && !element.id().equals(resource)
                                        && AgentName.of(element).equals(name));
        agent.uniqueGroups()
                .forEach(
                        (group, names) -> {
                            Map<String, String> values = new TreeMap<>();
                            names.forEach(
                                    parameter ->
                                            values.put(
                                                    parameter, given.getOrDefault(parameter, "")));
                            if (values.values().stream().allMatch(String::isEmpty)) {
                                return;
                            }
                            List<String> same = new ArrayList<>();
                            for (Element other : others) {
                                if (values.equals(valuesOf(other, names))) {
                                    same.add(other.id());
                                }
                            }
                            if (!same.isEmpty()) {
                                reports.forceable(notUnique(group, values, same));
                            }
                        });
    }

    private static Map<String, String> valuesOf(Element resource, List<String> names) {
        Map<String, String> values = new TreeMap<>();
        for (String parameter : names) {
            values.put(parameter, Pairs.value(resource, Pairs.INSTANCE, parameter).orElse(""));
        }
        return values;
    }

    private String notUnique(String group, Map<String, String> values, List<String> same) {
        String across = " is not unique across '" + name.full() + "' resources. ";
        if (values.size() == 1) {
            Map.Entry<String, String> only = values.entrySet().iterator().next();
            return "Value '"
                    + only.getValue()
                    + "' of option '"
                    + only.getKey()
                    + "'"
                    + across
                    + "Following resources are configured with the same value of the instance"
                    + " attribute: "
                    + Phrase.list(same);
        }
        return "Value "
                + quoted(values.values())
                + " of options "
                + quoted(values.keySet())
                + " (group '"
                + group
                + "')"
                + across
                + "Following resources are configured with the same values of the instance"
                + " attributes: "
                + Phrase.list(same);
    }

    private static String quoted(Collection<String> words) {
        return "'" + String.join("', '", words) + "'";
    }
}
