package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** {@code pcs resource enable, disable, safe-disable, manage, unmanage}. */
final class ResourceSwitch {

    private static final String TARGET_ROLE = "target-role";
    private static final String IS_MANAGED = "is-managed";

    private ResourceSwitch() {}

    static PcsAnswer enable(Call call) {
        call.options().only("--wait", "-f");
        List<String> ids = ids(call, "enable");
        StonithMismatch.warn(ids, "enable", call);
        Optional<Wait> wait = Wait.of(call);
        ResourceTree tree = new ResourceTree(call.cib());
        Map<String, Element> switched = new LinkedHashMap<>();
        List<Element> resources = tree.expand(ids, call.reports());
        for (Element resource : resources) {
            toEnable(resource, tree).forEach(one -> switched.put(one.id(), one));
        }
        set(switched.values(), TARGET_ROLE, "", call);
        return Wait.finish(
                wait,
                resources.stream().map(Element::id).toList(),
                RuntimeRequest.Expectation.RUNNING,
                call);
    }

    /** A clone does not run while what is inside it is stopped, and the other way round. */
    private static List<Element> toEnable(Element resource, ResourceTree tree) {
        List<Element> all = new ArrayList<>();
        all.add(resource);
        if (ResourceTree.isClone(resource) || resource.is("bundle")) {
            all.addAll(ResourceTree.inner(resource));
        } else {
            tree.parent(resource.id()).filter(parent -> !parent.is("group")).ifPresent(all::add);
        }
        return all;
    }

    static PcsAnswer disable(Call call) {
        List<String> ids = ids(call, "disable");
        StonithMismatch.warn(ids, "disable", call);
        Options options = call.options();
        options.only("-f", "--brief", "--safe", "--simulate", "--no-strict", "--wait");
        options.atMostOne("-f", "--simulate", "--wait");
        options.without("--simulate", "-f", "--safe", "--wait");
        options.without("--safe", "-f", "--simulate");
        options.without("--no-strict", "-f");
        boolean simulated = options.has("--simulate");
        boolean safe = options.has("--safe") || options.has("--no-strict");
        if (options.has("--brief") && !simulated && !safe) {
            throw InvalidCommand.because(
                    "'--brief' cannot be used without '--simulate' or '--safe'");
        }
        return disable(ids, simulated || safe, call);
    }

    private static PcsAnswer disable(List<String> ids, boolean checked, Call call) {
        boolean simulated = call.options().has("--simulate");
        Optional<Wait> wait = Wait.of(call);
        List<Element> resources = new ResourceTree(call.cib()).expand(ids, call.reports());
        set(resources, TARGET_ROLE, "Stopped", call);
        List<String> stopped = resources.stream().map(Element::id).toList();
        PcsAnswer plain = Wait.finish(wait, stopped, RuntimeRequest.Expectation.STOPPED, call);
        if (!checked) {
            return plain;
        }
        List<String> concerned = new ArrayList<>(stopped);
        for (Element resource : resources) {
            ResourceTree.allInner(resource).forEach(inner -> concerned.add(inner.id()));
        }
        return call.delegated(
                new RuntimeRequest.DisableSafely(
                        call.cib().root(),
                        concerned,
                        !call.options().has("--no-strict"),
                        simulated,
                        call.options().has("--brief"),
                        wait.map(Wait::timeoutSeconds)));
    }

    static PcsAnswer safeDisable(Call call) {
        Options options = call.options();
        options.only("--brief", "--force", "--no-strict", "--simulate", "--wait");
        options.without("--force", "--no-strict", "--simulate");
        Map<String, String> changed = new TreeMap<>(options.values());
        if (changed.remove("--force") != null) {
            call.reports()
                    .warning(
                            "option '--force' is specified therefore checks for disabling resource"
                                    + " safely will be skipped");
        } else if (!options.has("--simulate")) {
            changed.put("--safe", "");
        }
        return disable(
                new Call(
                        call.request(),
                        call.words(),
                        new Options(changed),
                        call.reports(),
                        call.cib()));
    }

    private static List<String> ids(Call call, String what) {
        if (call.words().isEmpty()) {
            String noun = call.isOfStonith() ? "stonith resource(s)" : "resource(s)";
            throw InvalidCommand.because("You must specify " + noun + " to " + what);
        }
        return call.words();
    }

    private static void warnOfStonith(Call call) {
        if (new ResourceTree(call.cib()).isAnyStonith(call.words())) {
            call.reports().deprecation(StonithMismatch.of("stonith resources"));
        }
    }

    private static void set(Iterable<Element> resources, String name, String value, Call call) {
        ResourceTree tree = new ResourceTree(call.cib());
        List<String> ids = new ArrayList<>();
        for (Element resource : resources) {
            ids.add(resource.id());
            if (!tree.isManaged(resource)) {
                call.reports().warning("'" + resource.id() + "' is unmanaged");
            }
        }
        call.reports().stopOnErrors();
        setEach(ids, name, value, call.cib());
    }

    private static void setEach(List<String> ids, String name, String value, CibEdit cib) {
        for (String id : ids) {
            cib.change(id, found -> Pairs.update(found, Pairs.META, Map.of(name, value), cib));
        }
    }

    static PcsAnswer manage(Call call) {
        call.options().only("-f", "--monitor");
        List<String> ids = ids(call, "manage");
        warnOfStonith(call);
        CibEdit cib = call.cib();
        ResourceTree tree = new ResourceTree(cib);
        List<Element> resources = tree.expand(ids, call.reports());
        for (Element resource : resources) {
            for (Element one : toManage(resource, tree)) {
                setEach(List.of(one.id()), IS_MANAGED, "", cib);
                if (call.options().has("--monitor") && one.is("primitive")) {
                    cib.change(one.id(), found -> withMonitors(found, op -> op.without("enabled")));
                }
            }
        }
        Map<String, Element> primitives = new TreeMap<>();
        for (Element resource : new ResourceTree(cib).expand(ids)) {
            ResourceTree.primitives(resource).forEach(one -> primitives.put(one.id(), one));
        }
        for (Element primitive : primitives.values()) {
            if (hasOnlyDisabledMonitors(primitive)) {
                call.reports()
                        .warning(
                                "Resource '%s' has no enabled monitor operations. Re-run with '--monitor' to enable them."
                                        .formatted(primitive.id()));
            }
        }
        call.reports().stopOnErrors();
        return call.done();
    }

    /** All that has to be managed for a resource to be: what is around it and inside it. */
    private static List<Element> toManage(Element resource, ResourceTree tree) {
        List<Element> all = new ArrayList<>();
        all.add(resource);
        Optional<Element> parent = tree.parent(resource.id());
        while (parent.isPresent()) {
            all.add(parent.get());
            parent = tree.parent(parent.get().id());
        }
        all.addAll(ResourceTree.allInner(resource));
        return all;
    }

    static PcsAnswer unmanage(Call call) {
        call.options().only("-f", "--monitor");
        List<String> ids = ids(call, "unmanage");
        warnOfStonith(call);
        CibEdit cib = call.cib();
        List<Element> resources = new ResourceTree(cib).expand(ids, call.reports());
        call.reports().stopOnErrors();
        for (Element resource : resources) {
            for (Element one : toUnmanage(resource)) {
                setEach(List.of(one.id()), IS_MANAGED, "false", cib);
                if (call.options().has("--monitor") && one.is("primitive")) {
                    cib.change(
                            one.id(),
                            found -> withMonitors(found, op -> op.with("enabled", "false")));
                }
            }
        }
        return call.done();
    }

    /** The primitives: a group or clone that is unmanaged would make what joins it so. */
    private static List<Element> toUnmanage(Element resource) {
        List<Element> all = new ArrayList<>();
        if (resource.is("bundle")) {
            all.add(resource);
        }
        all.addAll(ResourceTree.primitives(resource));
        return all;
    }

    private static Element withMonitors(Element primitive, UnaryOperator<Element> change) {
        return mapped(
                primitive,
                Set.of("operations"),
                operations ->
                        mapped(
                                operations,
                                Set.of("op"),
                                op ->
                                        "monitor".equals(op.attribute("name"))
                                                ? change.apply(op)
                                                : op));
    }

    private static Element mapped(
            Element element, Set<String> names, UnaryOperator<Element> change) {
        return element.withChildren(
                element.children().stream()
                        .map(child -> names.contains(child.name()) ? change.apply(child) : child)
                        .toList());
    }

    private static boolean hasOnlyDisabledMonitors(Element primitive) {
        boolean any = false;
        for (Element operation : primitive.childOrEmpty("operations").children("op")) {
            if ("monitor".equals(operation.attribute("name"))) {
                any = true;
                if (Validation.isTrue(operation.attribute("enabled", "true"))) {
                    return false;
                }
            }
        }
        return any;
    }
}
