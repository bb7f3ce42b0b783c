package io.aplomb.formats.pcs;

import io.aplomb.formats.pcs.ClusterProperties.Property;
import io.aplomb.model.cib.Element;
import io.aplomb.model.cib.SafetySettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code pcs property}. */
final class PropertyCommands implements CommandSet {

    private static final String SECTION = "crm_config";
    private static final String SET = "cluster_property_set";
    private static final String STANDARD_SET = "cib-bootstrap-options";
    private static final String LAST_REFRESH = "last-lrm-refresh";
    private static final int ID_PART = 20;

    private static final Router ROUTER =
            new Router(
                    "property",
                    Map.of(
                            "set", PropertyCommands::set,
                            "unset", PropertyCommands::unset,
                            "config", PropertyCommands::config,
                            "list", PropertyCommands::oldConfig,
                            "show", PropertyCommands::oldConfig,
                            "defaults", PropertyCommands::defaults,
                            "describe", PropertyCommands::describe),
                    "config");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer set(Call call) {
        call.options().only("--force", "-f");
        call.expectWords(1, Integer.MAX_VALUE);
        return changed(Words.pairs(call.words()), call);
    }

    private static PcsAnswer unset(Call call) {
        call.options().only("--force", "-f");
        call.expectWords(1, Integer.MAX_VALUE);
        if (!call.options().force()) {
            Words.unique(call.words());
        }
        Map<String, String> emptied = new LinkedHashMap<>();
        call.words().forEach(name -> emptied.put(name, ""));
        return changed(emptied, call);
    }

    private static PcsAnswer changed(Map<String, String> values, Call call) {
        CibEdit cib = call.cib();
        if (cib.section(SECTION).child(SET).isEmpty()) {
            if (cib.exists(STANDARD_SET)) {
                throw InvalidCommand.because(
                        "Cannot create default cluster_property_set element, ID '"
                                + STANDARD_SET
                                + "' already exists. Find elements with the ID and remove them from"
                                + " cluster configuration.");
            }
            cib.book(STANDARD_SET);
            cib.add(SECTION, Element.of(SET, Map.of("id", STANDARD_SET)));
        }
        Element set = cib.section(SECTION).childOrEmpty(SET);
        check(values, set, call.reports());
        checkSafety(values, cib, call.reports());
        call.reports().stopOnErrors();
        cib.change(set.id(), found -> updated(found, values, cib));
        Safety.warn(values.keySet(), call);
        for (String name : values.keySet()) {
            Property property = ClusterProperties.all().get(name);
            if (property != null && property.kept() && !values.get(name).isEmpty()) {
                call.reports().warning("'" + name + "' is kept, but has no effect in Aplomb");
            }
        }
        return call.done();
    }

    /** Ids of new pairs have the begin of a long name only, as pcs makes them here. */
    private static Element updated(Element set, Map<String, String> values, CibEdit cib) {
        Element changed = set;
        for (Map.Entry<String, String> pair : new TreeMap<>(values).entrySet()) {
            String name = pair.getKey();
            boolean there =
                    changed.children().stream()
                            .anyMatch(child -> name.equals(child.attribute("name")));
            if (there) {
                changed = Pairs.updated(changed, Map.of(name, pair.getValue()), cib);
            } else if (!pair.getValue().isEmpty()) {
                String part = name.substring(0, Math.min(ID_PART, name.length()));
                changed =
                        changed.withChild(
                                Element.of("nvpair", Map.of("id", cib.newId(set.id() + "-" + part)))
                                        .with("name", name)
                                        .with("value", pair.getValue()));
            }
        }
        return changed;
    }

    private static void check(Map<String, String> values, Element set, Reports reports) {
        Set<String> configured = new TreeSet<>();
        set.children("nvpair").forEach(pair -> configured.add(pair.attribute("name", "")));
        Set<String> missing = new TreeSet<>();
        values.forEach(
                (name, value) -> {
                    if (value.isEmpty() && !configured.contains(name)) {
                        missing.add(name);
                    }
                });
        if (!missing.isEmpty()) {
            reports.forceable(
                    "Cannot remove %s %s, %s %s not present in property set '%s'"
                            .formatted(
                                    Phrase.plural(missing, "property"),
                                    Phrase.list(missing),
                                    Phrase.plural(missing, "it"),
                                    Phrase.plural(missing, "is"),
                                    set.id()));
        }
        checkNames(values, reports);
        values.forEach((name, value) -> checkValue(name, value, reports));
    }

    /**
     * Whether the times on which safety rests go together, with those that are there already. Not
     * to be forced: the cluster itself would refuse them.
     */
    private static void checkSafety(Map<String, String> values, CibEdit cib, Reports reports) {
        if (Collections.disjoint(values.keySet(), SafetySettings.NAMES)) {
            return;
        }
        Map<String, String> whole = configured(cib);
        whole.putAll(values);
        SafetySettings.of(whole).problems().forEach(reports::error);
    }

    /** One that is unknown may be taken away, but not set; one of the cluster's own neither. */
    private static void checkNames(Map<String, String> values, Reports reports) {
        Set<String> settable = ClusterProperties.settable();
        Set<String> unknown = new TreeSet<>();
        Set<String> own = new TreeSet<>();
        values.forEach(
                (name, value) -> {
                    Property property = ClusterProperties.all().get(name);
                    if ((property != null && property.readOnly()) || name.equals(LAST_REFRESH)) {
                        own.add(name);
                    } else if (property == null && !value.isEmpty()) {
                        unknown.add(name);
                    }
                });
        if (!unknown.isEmpty()) {
            reports.forceable(OptionChecks.invalidNames(unknown, settable, "cluster property"));
        }
        if (!own.isEmpty()) {
            reports.error(OptionChecks.invalidNames(own, settable, "cluster property"));
        }
    }

    private static void checkValue(String name, String value, Reports reports) {
        Property property = ClusterProperties.all().get(name);
        if (property == null
                || property.readOnly()
                || value.isEmpty()
                || SafetySettings.NAMES.contains(name)) {
            return;
        }
        String use = property.use(value);
        if (use.isEmpty()) {
            return;
        }
        reports.forceable(OptionChecks.invalidValue(value, name, use));
    }

    private static PcsAnswer oldConfig(Call call) {
        OldForms.command("property config", call);
        return config(call);
    }

    /** {@code config [NAME | --all | --defaults]}. */
    private static PcsAnswer config(Call call) {
        call.options().only("--defaults", "--all", "-f", "--output-format");
        call.expectWords(0, 1);
        boolean all = call.options().has("--all");
        boolean defaults = call.options().has("--defaults");
        if (all && defaults) {
            throw InvalidCommand.because("you cannot specify both --all and --defaults");
        }
        if ((all || defaults) && !call.words().isEmpty()) {
            throw InvalidCommand.because(
                    "you cannot specify a property when using --all or --defaults");
        }
        Map<String, String> shown = new TreeMap<>();
        if (all || defaults) {
            shown.putAll(ClusterProperties.defaults());
        }
        if (!defaults) {
            configured(call.cib()).forEach(shown::put);
        }
        if (!call.words().isEmpty()) {
            shown.keySet().retainAll(Set.of(call.word(0)));
            if (shown.isEmpty() && ClusterProperties.defaults().containsKey(call.word(0))) {
                shown.put(
                        call.word(0), ClusterProperties.defaults().getOrDefault(call.word(0), ""));
            }
        }
        return call.printed(text(shown, call.options().outputFormat("text", "cmd", "json")));
    }

    /** Those of the base, sorted; the last where one is there twice. */
    static Map<String, String> configured(CibEdit cib) {
        Map<String, String> configured = new TreeMap<>();
        for (Element set : cib.section(SECTION).children(SET)) {
            for (Element pair : set.children("nvpair")) {
                configured.put(pair.attribute("name", ""), pair.attribute("value", ""));
            }
        }
        return configured;
    }

    private static String text(Map<String, String> properties, String format) {
        return switch (format) {
            case "json" -> Json.text(new TreeMap<>(properties)) + "\n";
            case "cmd" -> {
                List<String> words = new ArrayList<>(List.of("pcs", "property", "set"));
                properties.forEach((name, value) -> words.add(name + "=" + value));
                yield properties.isEmpty() ? "" : ShellWords.line(words) + "\n";
            }
            default -> {
                StringBuilder out = new StringBuilder("Cluster Properties:\n");
                properties.forEach(
                        (name, value) ->
                                out.append(' ')
                                        .append(name)
                                        .append(": ")
                                        .append(value)
                                        .append('\n'));
                yield out.toString();
            }
        };
    }

    private static PcsAnswer defaults(Call call) {
        call.options().only("--full", "-f", "--output-format");
        Map<String, String> shown = new TreeMap<>(ClusterProperties.defaults());
        if (!call.words().isEmpty()) {
            requireKnown(call.words(), shown.keySet());
            shown.keySet().retainAll(call.words());
        }
        if (call.options().outputFormat("text", "json").equals("json")) {
            return call.printed(Json.text(shown) + "\n");
        }
        StringBuilder out = new StringBuilder();
        shown.forEach((name, value) -> out.append(name).append('=').append(value).append('\n'));
        return call.printed(out.toString());
    }

    private static void requireKnown(List<String> names, Set<String> known) {
        List<String> unknown = OptionChecks.unknown(names, known);
        if (!unknown.isEmpty()) {
            throw InvalidCommand.because(
                    OptionChecks.invalidNames(unknown, known, "cluster property"));
        }
    }

    /** {@code describe [NAME...] [--all|--full]}: what properties do. */
    private static PcsAnswer describe(Call call) {
        call.options().only("--full", "--all", "-f", "--output-format");
        requireKnown(call.words(), ClusterProperties.all().keySet());
        boolean all = call.options().has("--full") || call.options().has("--all");
        List<Property> chosen = new ArrayList<>();
        for (Property property : ClusterProperties.all().values()) {
            boolean wanted =
                    call.words().isEmpty()
                            ? all || !property.advanced()
                            : call.words().contains(property.name());
            if (wanted) {
                chosen.add(property);
            }
        }
        if (call.options().outputFormat("text", "json").equals("json")) {
            return call.printed(
                    Json.text(chosen.stream().map(PropertyCommands::json).toList()) + "\n");
        }
        StringBuilder out = new StringBuilder();
        chosen.forEach(property -> describe(property, out));
        return call.printed(out.toString());
    }

    private static void describe(Property property, StringBuilder out) {
        out.append(property.name());
        out.append(property.advanced() ? " (advanced use only)\n" : "\n");
        out.append("  Description: ").append(property.description()).append('\n');
        if (property.kept()) {
            out.append("    Kept, but without effect in Aplomb.\n");
        }
        if (property.choices().isEmpty()) {
            out.append("  Type: ").append(property.type()).append('\n');
        } else {
            out.append("  Allowed values: ").append(Phrase.list(property.choices())).append('\n');
        }
        if (!property.standard().isEmpty()) {
            out.append("  Default: ").append(property.standard()).append('\n');
        }
    }

    private static Map<String, Object> json(Property property) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", property.name());
        json.put("description", property.description());
        json.put("type", property.type());
        json.put("default", property.standard());
        json.put("choices", property.choices());
        json.put("advanced", property.advanced());
        json.put("readonly", property.readOnly());
        json.put("effect", !property.kept());
        return json;
    }
}
