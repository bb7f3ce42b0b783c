package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code pcs resource move, move-with-constraint, ban, clear, relocate clear}. */
final class ResourceMove {

    private static final String RELOCATE = "pcs-relocate-";
    private static final String PROMOTED = "--promoted";
    private static final String WAIT = "--wait";

    private static final Pattern DURATION =
            Pattern.compile(
                    "P(?!$)(?<date>(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?)(?<time>T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    /**
     * What is to be moved.
     *
     * @param node empty where none is named
     * @param until the end of the constraint, empty for none
     */
    private record Target(Element resource, String node, String until, boolean promoted) {
        String id() {
            return resource.id();
        }
    }

    private ResourceMove() {}

    static PcsAnswer moveWithConstraint(Call call) {
        call.options().only("-f", PROMOTED, WAIT);
        Optional<Wait> wait = words(call, "move", 3);
        Target target = target(call, true);
        if (!target.node().isEmpty()) {
            prefer(target, call);
            call.reports()
                    .warning(
                            "A move constraint has been created and the resource '%s' may or may not move depending on other configuration"
                                    .formatted(target.id()));
        } else {
            ban(target, call, "move");
        }
        return Wait.finish(wait, List.of(target.id()), RuntimeRequest.Expectation.SETTLED, call);
    }

    static PcsAnswer move(Call call) {
        call.options().only("--autodelete", PROMOTED, "--strict", WAIT);
        Optional<Wait> wait = words(call, "move", 2);
        if (call.options().has("--autodelete")) {
            call.reports()
                    .deprecation(
                            "Option '--autodelete' is deprecated. There is no need to use it as its"
                                    + " functionality is default now.");
        }
        if (call.words().stream().anyMatch(word -> word.startsWith("lifetime="))) {
            throw InvalidCommand.because(
                    "Option 'lifetime' has been removed, use 'pcs resource move-with-constraint'");
        }
        Target target = target(call, true);
        if (!new ResourceTree(call.cib()).isManaged(target.resource())) {
            throw InvalidCommand.because("'" + target.id() + "' is unmanaged");
        }
        List<String> undo = new ArrayList<>(List.of("resource", "clear", target.id()));
        if (target.node().isEmpty()) {
            Reports unheard = new Reports(false);
            undo.add(
                    ban(
                            target,
                            new Call(
                                    call.request(),
                                    call.words(),
                                    call.options(),
                                    unheard,
                                    call.cib()),
                            "move"));
        } else {
            prefer(target, call);
            undo.add(target.node());
        }
        if (target.promoted()) {
            undo.add(PROMOTED);
        }
        return call.delegated(
                new RuntimeRequest.MoveResource(
                        call.cib().root(),
                        target.id(),
                        target.node(),
                        target.promoted(),
                        call.options().has("--strict"),
                        wait.map(Wait::timeoutSeconds).orElse(0L),
                        undo));
    }

    static PcsAnswer ban(Call call) {
        call.options().only("-f", PROMOTED, WAIT);
        Optional<Wait> wait = words(call, "ban", 3);
        Target target = target(call, false);
        ban(target, call, "ban");
        return Wait.finish(wait, List.of(target.id()), RuntimeRequest.Expectation.SETTLED, call);
    }

    private static Optional<Wait> words(Call call, String what, int atMost) {
        if (call.words().isEmpty()) {
            throw InvalidCommand.because("must specify a resource to " + what);
        }
        call.expectWords(1, atMost);
        return Wait.of(call);
    }

    private static Target target(Call call, boolean moved) {
        String node = "";
        String lifetime = "";
        for (String word : call.from(1).words()) {
            if (word.startsWith("lifetime=") && lifetime.isEmpty()) {
                lifetime = word.substring("lifetime=".length());
            } else if (node.isEmpty() && !word.startsWith("lifetime=")) {
                node = word;
            } else {
                throw InvalidCommand.usage();
            }
        }
        Reports reports = call.reports();
        boolean promoted = call.options().has(PROMOTED);
        Optional<Element> resource = new ResourceTree(call.cib()).find(call.word(0), reports);
        resource.ifPresent(
                found -> {
                    if (moved) {
                        checkMovable(found, promoted, call);
                    } else {
                        checkPromotable(found, promoted, call);
                    }
                });
        checkNode(node, call);
        reports.stopOnErrors();
        return new Target(
                resource.orElseThrow(),
                node,
                until(lifetime, call, moved ? "move" : "ban"),
                promoted);
    }

    private static void checkNode(String node, Call call) {
        if (!node.isEmpty() && !nodes(call).contains(node)) {
            call.reports().error("Node '" + node + "' does not appear to exist in configuration");
        }
    }

    private static Set<String> nodes(Call call) {
        Set<String> names = new TreeSet<>(GuestNodes.names(call.cib()));
        call.cib()
                .section("nodes")
                .children("node")
                .forEach(node -> names.add(node.attribute("uname", "")));
        return names;
    }

    private static void warnOfStonith(Element resource, Call call) {
        if (ResourceTree.isStonith(resource)) {
            call.reports().deprecation(StonithMismatch.of("stonith device"));
        }
    }

    private static void checkMovable(Element resource, boolean promoted, Call call) {
        if (resource.is("bundle")) {
            call.reports().error("cannot move bundle resources");
            return;
        }
        Optional<Element> outer = new ResourceTree(call.cib()).parentClone(resource.id());
        Optional<Element> clone = ResourceTree.isClone(resource) ? Optional.of(resource) : outer;
        if (clone.isPresent() && !ResourceTree.isPromotable(clone.get())) {
            call.reports().error("cannot move cloned resources");
        } else if (!promoted && outer.isPresent()) {
            call.reports()
                    .error(
                            "to move promotable clone resources you must use the promotable clone id ("
                                    + outer.get().id()
                                    + ")");
        } else {
            checkPromotable(resource, promoted, call);
        }
    }

    private static void checkPromotable(Element resource, boolean promoted, Call call) {
        warnOfStonith(resource, call);
        if (promoted && !(ResourceTree.isClone(resource) && ResourceTree.isPromotable(resource))) {
            String clone =
                    new ResourceTree(call.cib())
                            .parentClone(resource.id())
                            .filter(ResourceTree::isPromotable)
                            .map(found -> " (" + found.id() + ")")
                            .orElse("");
            call.reports()
                    .error(
                            "when specifying --promoted you must use the promotable clone id"
                                    + clone);
        }
    }

    private static String until(String lifetime, Call call, String what) {
        if (lifetime.isEmpty()) {
            return "";
        }
        String duration = Character.isDigit(lifetime.charAt(0)) ? "P" + lifetime : lifetime;
        Matcher form = DURATION.matcher(duration);
        try {
            if (form.matches()) {
                String date = form.group("date");
                String time = form.group("time");
                OffsetDateTime end = call.request().now().withOffsetSameInstant(ZoneOffset.UTC);
                end = end.plus(date.isEmpty() ? Period.ZERO : Period.parse("P" + date));
                end = end.plus(time == null ? Duration.ZERO : Duration.parse("P" + time));
                return TIME.format(end);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // refused below, as what has no such form
        }
        throw InvalidCommand.because(
                "cannot %s resource '%s'%nInvalid duration specified: %s%nPlease refer to https://en.wikipedia.org/wiki/ISO_8601#Durations for examples of valid durations"
                        .formatted(what, call.word(0), duration));
    }

    private static String role(Target target, CibEdit cib) {
        return target.promoted()
                ? Roles.forCib("Promoted", Schema.hasRolesOfToday(cib))
                : "Started";
    }

    private static void prefer(Target target, Call call) {
        CibEdit cib = call.cib();
        String id = target.id();
        List<String> active = active(target, call);
        if (active.equals(List.of(target.node()))) {
            throw InvalidCommand.because(
                    "cannot move resource '%s'%ncrm_resource: %s is already active on %s"
                            .formatted(id, id, target.node()));
        }
        cib.remove("cli-prefer-" + id);
        cib.remove("cli-ban-" + id + "-on-" + target.node());
        add(
                target,
                target.node(),
                "INFINITY",
                List.of(
                        "cli-prefer-" + id,
                        "cli-prefer-rule-" + id,
                        "cli-prefer-expr-" + id,
                        "cli-prefer-lifetime-end-" + id),
                call);
    }

    private static List<String> active(Target target, Call call) {
        return ResourceHistory.activeNodes(
                call.request().cib(),
                ResourceTree.primitives(target.resource()),
                target.promoted());
    }

    /** Adds the constraint against a node, and gives its name. */
    private static String ban(Target target, Call call, String what) {
        String node = target.node();
        if (node.isEmpty()) {
            List<String> active = active(target, call);
            if (active.isEmpty()) {
                throw InvalidCommand.because(
                        "You must specify a node when moving/banning a stopped resource");
            }
            if (active.size() > 1) {
                throw InvalidCommand.because(
                        "cannot %s resource '%s'%nResource '%s' not moved: active in %d locations.%nTo prevent '%s' from running on a specific location, specify a node."
                                .formatted(
                                        what,
                                        target.id(),
                                        target.id(),
                                        active.size(),
                                        target.id()));
            }
            node = active.getFirst();
        }
        String id = "cli-ban-" + target.id() + "-on-" + node;
        call.cib().remove(id);
        add(
                target,
                node,
                "-INFINITY",
                List.of(id, id + "-rule", id + "-expr", id + "-lifetime"),
                call);
        call.reports()
                .warning(
                        "Creating location constraint '%s' with a score of -INFINITY for resource %s on %s.%n\tThis will prevent %s from %s on %s until the constraint is removed%n\tThis will be the case even if %s is the last node in the cluster"
                                .formatted(
                                        id,
                                        target.id(),
                                        node,
                                        target.id(),
                                        target.promoted() ? "being promoted" : "running",
                                        node,
                                        node));
        return node;
    }

    /**
     * Adds a constraint.
     *
     * @param ids of the constraint, its rule, and the expressions for the node and for the end
     */
    private static void add(Target target, String node, String score, List<String> ids, Call call) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", ids.get(0));
        attributes.put("rsc", target.id());
        attributes.put("role", role(target, call.cib()));
        Element constraint = Element.of("rsc_location", attributes);
        if (target.until().isEmpty()) {
            constraint = constraint.with("node", node).with("score", score);
        } else {
            call.reports().note("Migration will take effect until: " + target.until());
            constraint = constraint.withChild(rule(target, node, score, ids));
        }
        call.cib().add("constraints", constraint);
    }

    private static Element rule(Target target, String node, String score, List<String> ids) {
        Map<String, String> rule = new LinkedHashMap<>();
        rule.put("id", ids.get(1));
        rule.put("score", score);
        rule.put("boolean-op", "and");
        Map<String, String> where = new LinkedHashMap<>();
        where.put("id", ids.get(2));
        where.put("attribute", "#uname");
        where.put("operation", "eq");
        where.put("value", node);
        where.put("type", "string");
        Map<String, String> end = new LinkedHashMap<>();
        end.put("id", ids.get(3));
        end.put("operation", "lt");
        end.put("end", target.until());
        return Element.of("rule", rule)
                .withChild(Element.of("expression", where))
                .withChild(Element.of("date_expression", end));
    }

    static PcsAnswer clear(Call call) {
        call.options().only("-f", "--expired", PROMOTED, WAIT);
        Optional<Wait> wait = words(call, "clear", 2);
        Optional<Element> resource =
                new ResourceTree(call.cib()).find(call.word(0), call.reports());
        boolean promoted = call.options().has(PROMOTED);
        resource.ifPresent(found -> checkPromotable(found, promoted, call));
        call.reports().stopOnErrors();
        String id = resource.orElseThrow().id();
        String node = call.words().size() > 1 ? call.word(1) : "";
        if (!node.isEmpty() && !nodes(call).contains(node)) {
            throw InvalidCommand.because(
                    "cannot clear resource '%s'%ncrm_resource: Node '%s' not found%nError performing operation: No such object"
                            .formatted(id, node));
        }
        for (Element constraint : call.cib().section("constraints").children("rsc_location")) {
            if (isOurs(constraint, id, node) && isMeant(constraint, call)) {
                call.cib().remove(constraint.id());
                call.reports().note("Removing constraint: " + constraint.id());
            }
        }
        return Wait.finish(wait, List.of(id), RuntimeRequest.Expectation.SETTLED, call);
    }

    private static boolean isOurs(Element constraint, String id, String node) {
        if (constraint.id().equals("cli-prefer-" + id)) {
            return node.isEmpty() || node.equals(nodeOf(constraint));
        }
        String ban = "cli-ban-" + id + "-on-";
        return id.equals(constraint.attribute("rsc"))
                && (node.isEmpty()
                        ? constraint.id().startsWith(ban)
                        : constraint.id().equals(ban + node));
    }

    private static String nodeOf(Element constraint) {
        return constraint.attribute(
                "node",
                constraint.childOrEmpty("rule").childOrEmpty("expression").attribute("value", ""));
    }

    private static boolean isMeant(Element constraint, Call call) {
        boolean promoted = Roles.primary(constraint.attribute("role", "")).equals("Promoted");
        if (call.options().has(PROMOTED) && !promoted) {
            return false;
        }
        if (!call.options().has("--expired")) {
            return true;
        }
        String end =
                constraint
                        .childOrEmpty("rule")
                        .childOrEmpty("date_expression")
                        .attribute("end", "");
        OffsetDateTime now = call.request().now().withOffsetSameInstant(ZoneOffset.UTC);
        return !end.isEmpty() && end.compareTo(TIME.format(now)) < 0;
    }

    /** {@code relocate clear}. */
    static PcsAnswer clearRelocation(Call call) {
        call.options().only("-f");
        call.expectWords(0, 0);
        for (Element constraint : call.cib().section("constraints").children("rsc_location")) {
            if (constraint.id().startsWith(RELOCATE)) {
                call.reports().note("Removing constraint " + constraint.id());
                call.cib().remove(constraint.id());
            }
        }
        return call.done();
    }
}
