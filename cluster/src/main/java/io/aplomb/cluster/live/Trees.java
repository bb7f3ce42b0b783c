package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small records of the cluster as trees, and back. Pure. */
final class Trees {
    private Trees() {}

    static long number(Element tree, String name) {
        return Cibs.number(tree.attribute(name));
    }

    static String text(Element tree, String name) {
        return tree.attribute(name, "");
    }

    static boolean flag(Element tree, String name) {
        return "1".equals(tree.attribute(name));
    }

    static String flag(boolean value) {
        return value ? "1" : "0";
    }

    static Element ofMembership(Membership membership) {
        Element tree =
                element(
                        "membership",
                        "cluster",
                        membership.cluster(),
                        "id",
                        membership.id(),
                        "generation",
                        Long.toString(membership.generation()));
        return tree.withChildren(membership.members().stream().map(Trees::ofMember).toList());
    }

    static Membership membership(Element tree) {
        return new Membership(
                text(tree, "cluster"),
                tree.id(),
                number(tree, "generation"),
                tree.children("member").stream().map(Trees::member).toList());
    }

    private static Element ofMember(Member member) {
        return element(
                        "member",
                        "name",
                        member.name(),
                        "number",
                        Integer.toString(member.number()),
                        "identity",
                        member.identity(),
                        "kind",
                        member.kind().name(),
                        "link",
                        Integer.toString(member.linkPort()),
                        "store",
                        Integer.toString(member.storePort()))
                .withChildren(
                        member.addresses().stream()
                                .map(address -> element("address", "ip", address))
                                .toList());
    }

    private static Member member(Element tree) {
        return new Member(
                text(tree, "name"),
                (int) number(tree, "number"),
                text(tree, "identity"),
                Member.Kind.valueOf(text(tree, "kind")),
                tree.children("address").stream().map(each -> text(each, "ip")).toList(),
                (int) number(tree, "link"),
                (int) number(tree, "store"));
    }

    static Element ofOrder(OperationOrder order) {
        Element tree =
                element(
                        "order",
                        "term",
                        Long.toString(order.term()),
                        "transition",
                        Long.toString(order.transition()),
                        "step",
                        Integer.toString(order.step()),
                        "resource",
                        order.resource(),
                        "class",
                        order.agent().standard(),
                        "type",
                        order.agent().type(),
                        "operation",
                        order.operation(),
                        "interval",
                        Long.toString(order.intervalMs()),
                        "timeout",
                        Long.toString(order.timeoutMs()),
                        "delay",
                        Long.toString(order.startDelayMs()),
                        "expected",
                        Integer.toString(order.expectedRc()),
                        "digest",
                        order.digest());
        String provider = order.agent().provider();
        tree = provider == null ? tree : tree.with("provider", provider);
        return tree.withChild(ofPairs("parameters", order.parameters()));
    }

    static OperationOrder order(Element tree) {
        return new OperationOrder(
                number(tree, "term"),
                number(tree, "transition"),
                (int) number(tree, "step"),
                text(tree, "resource"),
                new AgentName(text(tree, "class"), tree.attribute("provider"), text(tree, "type")),
                text(tree, "operation"),
                number(tree, "interval"),
                number(tree, "timeout"),
                number(tree, "delay"),
                pairs(tree.childOrEmpty("parameters")),
                (int) number(tree, "expected"),
                text(tree, "digest"));
    }

    static Element ofPairs(String name, Map<String, String> pairs) {
        List<Element> children = new ArrayList<>();
        pairs.forEach((key, value) -> children.add(element("p", "n", key, "v", value)));
        return element(name).withChildren(children);
    }

    static Map<String, String> pairs(Element tree) {
        Map<String, String> pairs = new LinkedHashMap<>();
        tree.children("p").forEach(pair -> pairs.put(text(pair, "n"), text(pair, "v")));
        return pairs;
    }

    static Element ofPending(PendingOrder pending) {
        return element(
                        "pending",
                        "node",
                        pending.node(),
                        "session",
                        Long.toString(pending.session()),
                        "at",
                        Long.toString(pending.atMs()))
                .withChild(ofOrder(pending.order()));
    }

    static PendingOrder pending(Element tree) {
        return new PendingOrder(
                text(tree, "node"),
                number(tree, "session"),
                order(tree.childOrEmpty("order")),
                number(tree, "at"));
    }

    static Element ofResult(OperationResult result) {
        return element(
                        "result",
                        "call",
                        Long.toString(result.callId()),
                        "rc",
                        Integer.toString(result.rc()),
                        "status",
                        Integer.toString(result.status().code()),
                        "reason",
                        result.exitReason(),
                        "queued",
                        Long.toString(result.queuedMs()),
                        "executed",
                        Long.toString(result.executedMs()),
                        "ran",
                        Long.toString(result.ranAtS()),
                        "changed",
                        Long.toString(result.changedAtS()))
                .withChild(ofOrder(result.order()));
    }

    static OperationResult result(Element tree) {
        return new OperationResult(
                order(tree.childOrEmpty("order")),
                number(tree, "call"),
                (int) number(tree, "rc"),
                OperationResult.Status.of((int) number(tree, "status")),
                text(tree, "reason"),
                number(tree, "queued"),
                number(tree, "executed"),
                number(tree, "ran"),
                number(tree, "changed"));
    }

    static Element ofFencing(FencingRecord fencing) {
        return element(
                "fencing",
                "target",
                fencing.target(),
                "action",
                fencing.action(),
                "device",
                fencing.device(),
                "by",
                fencing.by(),
                "ok",
                flag(fencing.succeeded()),
                "at",
                Long.toString(fencing.atMs()),
                "detail",
                fencing.detail());
    }

    static FencingRecord fencing(Element tree) {
        return new FencingRecord(
                text(tree, "target"),
                text(tree, "action"),
                text(tree, "device"),
                text(tree, "by"),
                flag(tree, "ok"),
                number(tree, "at"),
                text(tree, "detail"));
    }
}
