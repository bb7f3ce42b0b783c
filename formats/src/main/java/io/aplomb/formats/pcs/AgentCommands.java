package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code pcs resource list, describe, standards, providers, agents}. */
final class AgentCommands {

    private AgentCommands() {}

    private static List<String> sortedIgnoringCase(Set<String> words) {
        List<String> sorted = new ArrayList<>(words);
        sorted.sort(
                Comparator.comparing((String word) -> word.toLowerCase(Locale.ROOT))
                        .thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    private static String lines(List<String> words) {
        return String.join("\n", words) + "\n";
    }

    static PcsAnswer standards(Call call) {
        call.options().only();
        call.expectWords(0, 0);
        Set<String> standards = new LinkedHashSet<>();
        AgentName.all(call.agents()).forEach(agent -> standards.add(agent.standard()));
        if (standards.isEmpty()) {
            throw InvalidCommand.because("No standards found");
        }
        return call.printed(lines(sortedIgnoringCase(standards)));
    }

    static PcsAnswer providers(Call call) {
        call.options().only();
        call.expectWords(0, 0);
        Set<String> providers = new LinkedHashSet<>();
        for (AgentName agent : AgentName.all(call.agents())) {
            if (agent.isOcf()) {
                providers.add(agent.provider());
            }
        }
        if (providers.isEmpty()) {
            throw InvalidCommand.because("No OCF providers found");
        }
        return call.printed(lines(sortedIgnoringCase(providers)));
    }

    static PcsAnswer agents(Call call) {
        call.options().only();
        call.expectWords(0, 1);
        String wanted = call.words().isEmpty() ? "" : call.word(0) + ":";
        Set<String> types = new LinkedHashSet<>();
        for (AgentName agent : AgentName.all(call.agents())) {
            if (agent.full().startsWith(wanted) && !(wanted.isEmpty() && agent.isStonith())) {
                types.add(agent.type());
            }
        }
        if (types.isEmpty()) {
            throw InvalidCommand.because(
                    "No agents found" + (wanted.isEmpty() ? "" : " for " + call.word(0)));
        }
        return call.printed(lines(sortedIgnoringCase(types)));
    }

    static PcsAnswer list(Call call) {
        call.options().only("--nodesc");
        call.expectWords(0, 1);
        String filter = call.words().isEmpty() ? "" : call.word(0).toLowerCase(Locale.ROOT);
        boolean described = !call.options().has("--nodesc");
        Set<String> names = new TreeSet<>();
        for (AgentName agent : AgentName.all(call.agents())) {
            if (!agent.isStonith() && agent.full().toLowerCase(Locale.ROOT).contains(filter)) {
                names.add(agent.full());
            }
        }
        List<String> found = new ArrayList<>();
        for (String name : names) {
            found.add(described ? withDescription(name, call.agents()) : name);
        }
        if (found.isEmpty()) {
            throw InvalidCommand.because(
                    filter.isEmpty()
                            ? "No resource agents available. Do you have resource agents"
                                    + " installed?"
                            : "No resource agents matching the filter.");
        }
        return call.printed(lines(found));
    }

    private static String withDescription(String name, AgentCatalog agents) {
        return switch (agents.lookup(name)) {
            case AgentCatalog.Found found -> heading(name, found.metadata());
            case AgentCatalog.Absent absent -> name;
        };
    }

    private static String heading(String name, AgentMetadata agent) {
        String description = agent.shortDescription().replace('\n', ' ').strip();
        return description.isEmpty() ? name : name + " - " + description;
    }

    static PcsAnswer describe(Call call) {
        call.options().only("--full");
        call.expectWords(1, 1);
        String given = call.word(0);
        AgentName name =
                given.contains(":")
                        ? ResourceAgents.name(given, call)
                        : AgentName.guess(given, call.agents(), call.reports());
        if (name.isStonith()) {
            call.reports()
                    .deprecation(
                            StonithMismatch.of("stonith / fence agents", "pcs stonith describe"));
        }
        return describe(name, call);
    }

    /** The text of an agent, of a fence agent too. */
    static PcsAnswer describe(AgentName name, Call call) {
        return switch (call.agents().lookup(name.full())) {
            case AgentCatalog.Found found ->
                    call.printed(text(name, found.metadata(), call.options().has("--full"), call));
            case AgentCatalog.Absent absent ->
                    throw InvalidCommand.because(ResourceAgents.absence(name, absent))
                            .withReport(Reports.UNABLE);
        };
    }

    private static String text(AgentName name, AgentMetadata given, boolean full, Call call) {
        AgentMetadata agent = AgentParameters.complete(name, given);
        List<String> lines = new ArrayList<>();
        lines.add(heading(name.isStonith() ? name.type() : name.full(), agent));
        if (!agent.longDescription().isBlank()) {
            lines.add("");
            lines.add(agent.longDescription().replace('\n', ' '));
        }
        List<String> parameters = new ArrayList<>();
        for (AgentMetadata.Parameter parameter : agent.parameters()) {
            if (full || !(parameter.advanced() || parameter.deprecated())) {
                parameters.add("  " + parameter(parameter));
            }
        }
        if (!parameters.isEmpty()) {
            lines.add("");
            lines.add(name.isStonith() ? "Stonith options:" : "Resource options:");
            lines.addAll(parameters);
        }
        lines.add("");
        lines.add("Default operations:");
        for (Map<String, String> operation : Operations.defaults(agent, false, call.cib())) {
            lines.add("  " + operation.get("name") + ":");
            for (String option :
                    List.of("interval", "start-delay", "timeout", "role", Operations.CHECK_LEVEL)) {
                String value = operation.getOrDefault(option, "");
                if (!value.isEmpty()) {
                    lines.add("    " + PairText.of(option, value));
                }
            }
        }
        return lines(lines);
    }

    private static String parameter(AgentMetadata.Parameter parameter) {
        StringBuilder title = new StringBuilder(parameter.name());
        if (!parameter.deprecatedBy().isEmpty()) {
            title.append(" (deprecated by ")
                    .append(String.join(", ", parameter.deprecatedBy()))
                    .append(')');
        } else if (parameter.deprecated()) {
            title.append(" (deprecated)");
        }
        if (parameter.required()) {
            title.append(" (required)");
        }
        if (parameter.uniqueGroup().startsWith(AgentMetadata.Parameter.ALONE)) {
            title.append(" (unique)");
        } else if (!parameter.uniqueGroup().isEmpty()) {
            title.append(" (unique group: ").append(parameter.uniqueGroup()).append(')');
        }
        String description =
                parameter.longDescription().isBlank()
                        ? parameter.shortDescription()
                        : parameter.longDescription();
        title.append(": ")
                .append(
                        description.isBlank()
                                ? "No description available"
                                : description.replace('\n', ' '));
        if (!parameter.deprecation().isEmpty()) {
            title.append("DEPRECATED: ").append(parameter.deprecation());
        }
        return title.toString();
    }
}
