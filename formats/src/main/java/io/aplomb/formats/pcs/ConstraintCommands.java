package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code pcs constraint}. */
final class ConstraintCommands implements CommandSet {

    private static final Router ROUTER =
            new Router(
                    "constraint",
                    Map.ofEntries(
                            Map.entry("location", new LocationCommands()),
                            Map.entry("order", new OrderCommands()),
                            Map.entry("colocation", ColocationCommands.router()),
                            Map.entry("ticket", TicketCommands.router()),
                            Map.entry("delete", ConstraintCommands::delete),
                            Map.entry("remove", ConstraintCommands::delete),
                            Map.entry("config", ConstraintCommands::config),
                            Map.entry("list", ConstraintCommands::oldConfig),
                            Map.entry("show", ConstraintCommands::oldConfig),
                            Map.entry("ref", ConstraintCommands::references),
                            Map.entry("rule", LocationRules::run)),
                    "config");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer oldConfig(Call call) {
        OldForms.command("constraint config", call);
        return config(call);
    }

    private static PcsAnswer config(Call call) {
        call.options().only("-f", "--full", "--all");
        call.expectWords(0, 0);
        boolean ids = call.options().has("--full");
        List<String> lines = new ArrayList<>(LocationText.lines(call));
        lines.addAll(others(ids, call.cib()));
        return call.printed(String.join("\n", lines) + "\n");
    }

    /** All constraints but those on locations. */
    static List<String> others(boolean ids, CibEdit cib) {
        List<String> lines = new ArrayList<>();
        lines.addAll(ConstraintText.section(OrderCommands.HEADING, OrderCommands.NAME, ids, cib));
        lines.addAll(
                ConstraintText.section(
                        ColocationCommands.HEADING, ColocationCommands.NAME, ids, cib));
        lines.addAll(ConstraintText.section(TicketCommands.HEADING, TicketCommands.NAME, ids, cib));
        return lines;
    }

    /** {@code delete ID...}, of constraints and of rules in them: all of them or none. */
    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        boolean missing = false;
        for (String id : call.words()) {
            if (!deleted(id, call.cib())) {
                call.reports().error("Unable to find constraint - '" + id + "'");
                missing = true;
            }
        }
        if (missing) {
            throw InvalidCommand.reported();
        }
        return call.done();
    }

    private static boolean deleted(String id, CibEdit cib) {
        for (Element constraint : cib.section("constraints").children()) {
            if (constraint.id().equals(id)) {
                cib.remove(id);
                return true;
            }
            List<Element> rules = constraint.children("rule");
            if (rules.stream().anyMatch(rule -> rule.id().equals(id))) {
                cib.remove(rules.size() > 1 ? id : constraint.id());
                return true;
            }
        }
        return false;
    }

    /** {@code ref RESOURCE...}: the constraints that name a resource. */
    private static PcsAnswer references(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        StringBuilder out = new StringBuilder();
        for (String resource : call.words()) {
            out.append("Resource: ").append(resource).append('\n');
            List<String> found = references(resource, call.cib());
            if (found.isEmpty()) {
                out.append("  No Matches.\n");
            }
            found.forEach(id -> out.append("  ").append(id).append('\n'));
        }
        return call.printed(out.toString());
    }

    private static final List<String> NAMING = List.of("rsc", "first", "then", "with-rsc");

    /** The ids of constraints that name a resource, or the clone it is in; sets behind. */
    static List<String> references(String resource, CibEdit cib) {
        String named =
                cib.find(resource, Set.of("primitive"))
                        .flatMap(primitive -> cib.parentOf(primitive.id()))
                        .filter(parent -> parent.is("clone") || parent.is("master"))
                        .map(Element::id)
                        .orElse(resource);
        Set<String> all = new TreeSet<>(List.of(resource, named));
        List<String> plain = new ArrayList<>();
        Set<String> withSets = new TreeSet<>();
        for (String kind :
                List.of(
                        ColocationCommands.NAME,
                        "rsc_location",
                        OrderCommands.NAME,
                        TicketCommands.NAME)) {
            for (Element constraint : cib.section("constraints").children(kind)) {
                if (NAMING.stream()
                        .anyMatch(name -> all.contains(constraint.attribute(name, "")))) {
                    plain.add(constraint.id());
                }
            }
        }
        for (Element constraint : cib.section("constraints").children()) {
            for (Element set : constraint.children("resource_set")) {
                if (set.children("resource_ref").stream().anyMatch(one -> all.contains(one.id()))) {
                    withSets.add(constraint.id());
                }
            }
        }
        plain.addAll(withSets);
        return plain;
    }
}
