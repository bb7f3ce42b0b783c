package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code pcs constraint ticket}: what runs only where a ticket is held. */
final class TicketCommands {

    static final String HEADING = "Ticket Constraints:";
    static final String NAME = "rsc_ticket";

    private static final String TICKET = "ticket";
    private static final String LOSS_POLICY = "loss-policy";
    private static final String ROLE = "rsc-role";
    private static final Set<String> LOSS_POLICIES = Set.of("fence", "stop", "freeze", "demote");

    /** As the arbitrator of tickets takes them. */
    private static final Pattern NAMES = Pattern.compile("[\\w-]{1,63}");

    private TicketCommands() {}

    static Router router() {
        return new Router(
                "constraint ticket",
                Map.of(
                        "add", TicketCommands::add,
                        "delete", TicketCommands::delete,
                        "remove", TicketCommands::delete,
                        "set", TicketCommands::set,
                        "config", call -> Constraints.config(call, HEADING, NAME),
                        "show",
                                call -> {
                                    OldForms.command("constraint ticket config", call);
                                    return Constraints.config(call, HEADING, NAME);
                                }),
                "config");
    }

    /** {@code TICKET [ROLE] RESOURCE [loss-policy=POLICY] [id=ID]}. */
    private static PcsAnswer add(Call call) {
        call.options().only("--force", "-f");
        int end = 0;
        while (end < call.words().size() && call.word(end).indexOf('=') < 0) {
            end++;
        }
        if (end == 0) {
            throw InvalidCommand.because("Ticket not specified");
        }
        if (end != 2 && end != 3) {
            throw InvalidCommand.because(
                    "invalid resource specification: '%s'"
                            .formatted(String.join(" ", call.words().subList(1, end))));
        }
        String role = end == 3 ? call.word(1) : "";
        Map<String, String> options =
                new LinkedHashMap<>(Words.pairs(call.words().subList(end, call.words().size())));
        if (options.containsKey(ROLE)) {
            throw InvalidCommand.because(
                    "Resource role must not be specified among options, specify it before resource"
                            + " id");
        }
        if (!role.isEmpty()) {
            options.put(ROLE, role);
        }
        return add(call.word(0), call.word(end - 1), options, call);
    }

    private static PcsAnswer add(
            String ticket, String resource, Map<String, String> options, Call call) {
        ConstraintTargets.requireInSet(resource, call);
        check(ticket, options, call.reports());
        call.reports().stopOnErrors();
        Element constraint = Element.of(NAME, options).with(TICKET, ticket).with("rsc", resource);
        String role =
                Roles.forCib(
                        Roles.capitalized(options.getOrDefault(ROLE, "")),
                        Schema.hasRolesOfToday(call.cib()));
        constraint = role.isEmpty() ? constraint.without(ROLE) : constraint.with(ROLE, role);
        String id = options.get("id");
        if (id == null) {
            String suffix = role.isEmpty() ? "" : "-" + role;
            id = call.cib().newId("ticket-" + ticket + "-" + resource + suffix);
        } else {
            ConstraintIds.requireNewInSet(id, call);
        }
        Element added = constraint.with("id", id);
        Constraints.reportDuplicates(added, other -> isSame(added, other, call), call);
        call.cib().add("constraints", added);
        return call.done();
    }

    private static boolean isSame(Element one, Element other, Call call) {
        boolean today = Schema.hasRolesOfToday(call.cib());
        return one.attribute(TICKET, "").equals(other.attribute(TICKET, ""))
                && one.attribute("rsc", "").equals(other.attribute("rsc", ""))
                && Roles.forCib(one.attribute(ROLE, ""), today)
                        .equals(Roles.forCib(other.attribute(ROLE, ""), today));
    }

    private static void check(String ticket, Map<String, String> options, Reports reports) {
        OptionChecks.oneOf(LOSS_POLICY, options, LOSS_POLICIES, reports);
        checkName(ticket, reports);
        String role = options.getOrDefault(ROLE, "");
        String capitalized = Roles.capitalized(role);
        if (!role.isEmpty() && !Roles.ALL.contains(capitalized)) {
            reports.error(OptionChecks.invalidValue(role, "role", Phrase.list(Roles.ALL)));
        }
        if (Roles.isLegacy(capitalized)) {
            reports.deprecation(
                    ("Value '%s' of option role is deprecated and should not be used, use '%s'"
                                    + " value instead")
                            .formatted(role, Roles.primary(capitalized)));
        }
        Set<String> allowed = new TreeSet<>(Set.of("id", LOSS_POLICY));
        Set<String> given = new TreeSet<>(options.keySet());
        given.remove(ROLE);
        List<String> unknown = OptionChecks.unknown(given, allowed);
        if (!unknown.isEmpty()) {
            reports.error(OptionChecks.invalidNames(unknown, allowed, ""));
        }
    }

    private static void checkName(String ticket, Reports reports) {
        if (ticket.isBlank()) {
            reports.error("required option 'ticket' is missing");
        } else if (!NAMES.matcher(ticket).matches()) {
            reports.error(
                    "booth ticket name '%s' is not valid, use up to 63 alphanumeric characters or"
                                    .formatted(ticket)
                            + " dash");
        }
    }

    private static PcsAnswer set(Call call) {
        call.options().only("--force", "-f");
        ConstraintSets sets = ConstraintSets.parse(call);
        Map<String, String> options = sets.options(Set.of(LOSS_POLICY, TICKET), TICKET, call);
        Reports found = new Reports(false);
        OptionChecks.oneOf(LOSS_POLICY, options, LOSS_POLICIES, found);
        checkName(options.getOrDefault(TICKET, ""), found);
        Constraints.stop(found);
        return sets.add(NAME, options, call);
    }

    /** {@code delete TICKET RESOURCE}. */
    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(2, 2);
        String ticket = call.word(0);
        String resource = call.word(1);
        Element before = call.cib().section("constraints");
        call.cib()
                .changeSection(
                        "constraints",
                        section ->
                                Constraints.withoutResource(
                                        section,
                                        resource,
                                        one ->
                                                isOf(one, ticket)
                                                        && one.attribute("rsc", "")
                                                                .equals(resource),
                                        one -> isOf(one, ticket)));
        if (before.equals(call.cib().section("constraints"))) {
            throw InvalidCommand.because("no matching ticket constraint found");
        }
        return call.done();
    }

    private static boolean isOf(Element constraint, String ticket) {
        return constraint.is(NAME) && constraint.attribute(TICKET, "").equals(ticket);
    }
}
