package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;

import io.aplomb.cluster.alert.Bulletin;
import io.aplomb.cluster.alert.Happening;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Happening.Turn;
import io.aplomb.cluster.alert.Incident;
import io.aplomb.cluster.alert.News;
import io.aplomb.model.cib.Element;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be told as trees, and back. Pure. */
final class BulletinTrees {
    private BulletinTrees() {}

    static Element of(Bulletin bulletin) {
        return element(
                        "bulletin",
                        "last",
                        Long.toString(bulletin.last()),
                        "clock",
                        Long.toString(bulletin.clockMs()))
                .withChildren(bulletin.waiting().stream().map(BulletinTrees::ofNews).toList())
                .withChild(
                        element("open")
                                .withChildren(
                                        bulletin.open().stream()
                                                .map(BulletinTrees::ofIncident)
                                                .toList()))
                .withChild(ofMarks("told", bulletin.told()));
    }

    static Bulletin bulletin(Element tree) {
        return new Bulletin(
                Trees.number(tree, "last"),
                Trees.number(tree, "clock"),
                tree.children("news").stream().map(BulletinTrees::news).toList(),
                tree.childOrEmpty("open").children("incident").stream()
                        .map(BulletinTrees::incident)
                        .toList(),
                marks(tree.childOrEmpty("told")));
    }

    static Element ofMarks(String name, Map<String, Long> marks) {
        Map<String, String> pairs = new LinkedHashMap<>();
        marks.forEach((key, mark) -> pairs.put(key, Long.toString(mark)));
        return Trees.ofPairs(name, pairs);
    }

    static Map<String, Long> marks(Element tree) {
        Map<String, Long> marks = new LinkedHashMap<>();
        Trees.pairs(tree).forEach((key, mark) -> marks.put(key, Cibs.number(mark)));
        return marks;
    }

    private static Element ofNews(News news) {
        return element(
                        "news",
                        "number",
                        Long.toString(news.number()),
                        "at",
                        Long.toString(news.atMs()),
                        "incident",
                        Long.toString(news.incident()))
                .withChild(ofHappening(news.what()));
    }

    private static News news(Element tree) {
        return new News(
                Trees.number(tree, "number"),
                Trees.number(tree, "at"),
                happening(tree.children().getFirst()),
                Trees.number(tree, "incident"));
    }

    private static Element ofHappening(Happening what) {
        return switch (what) {
            case Happening.NodeChanged it ->
                    element("node", "node", it.node(), "id", Integer.toString(it.nodeId()))
                            .with("there", Trees.flag(it.there()))
                            .with("order", Trees.flag(it.inOrder()))
                            .with("cause", it.cause())
                            .withChildren(ofRan(it.alone()));
            case Happening.Fenced it ->
                    element("fenced", "target", it.target(), "action", it.action())
                            .with("device", it.device())
                            .with("by", it.by())
                            .with("ok", Trees.flag(it.succeeded()))
                            .with("there", Trees.flag(it.wasThere()))
                            .with("detail", it.detail())
                            .withChildren(ofRan(it.alone()));
            case Happening.Operated it ->
                    element("operated", "node", it.node(), "resource", it.resource())
                            .with("operation", it.operation())
                            .with("interval", Long.toString(it.intervalMs()))
                            .with("rc", Integer.toString(it.rc()))
                            .with("status", Integer.toString(it.status()))
                            .with("target", Integer.toString(it.targetRc()))
                            .with("executed", Long.toString(it.executedMs()))
                            .with("reason", it.reason());
            case Happening.AttributeChanged it ->
                    element("attribute", "node", it.node(), "id", Integer.toString(it.nodeId()))
                            .with("name", it.name())
                            .with("value", it.value());
            case Happening.Turned it ->
                    element("turned", "turn", it.turn().name(), "kind", it.kind().name())
                            .with("subject", it.subject())
                            .with("since", Long.toString(it.sinceMs()));
        };
    }

    private static Happening happening(Element tree) {
        return switch (tree.name()) {
            case "node" ->
                    new Happening.NodeChanged(
                            Trees.text(tree, "node"),
                            (int) Trees.number(tree, "id"),
                            Trees.flag(tree, "there"),
                            Trees.flag(tree, "order"),
                            Trees.text(tree, "cause"),
                            Set.copyOf(ran(tree)));
            case "fenced" ->
                    new Happening.Fenced(
                            Trees.text(tree, "target"),
                            Trees.text(tree, "action"),
                            Trees.text(tree, "device"),
                            Trees.text(tree, "by"),
                            Trees.flag(tree, "ok"),
                            Trees.flag(tree, "there"),
                            Trees.text(tree, "detail"),
                            Set.copyOf(ran(tree)));
            case "operated" ->
                    new Happening.Operated(
                            Trees.text(tree, "node"),
                            Trees.text(tree, "resource"),
                            Trees.text(tree, "operation"),
                            Trees.number(tree, "interval"),
                            (int) Trees.number(tree, "rc"),
                            (int) Trees.number(tree, "status"),
                            (int) Trees.number(tree, "target"),
                            Trees.number(tree, "executed"),
                            Trees.text(tree, "reason"));
            case "attribute" ->
                    new Happening.AttributeChanged(
                            Trees.text(tree, "node"),
                            (int) Trees.number(tree, "id"),
                            Trees.text(tree, "name"),
                            Trees.text(tree, "value"));
            case "turned" ->
                    new Happening.Turned(
                            Turn.valueOf(Trees.text(tree, "turn")),
                            Incident.Kind.valueOf(Trees.text(tree, "kind")),
                            Trees.text(tree, "subject"),
                            Trees.number(tree, "since"));
            default -> throw new IllegalArgumentException("no news is a '" + tree.name() + "'");
        };
    }

    /** In a fixed order: the same state is the same octets. */
    private static List<Element> ofRan(Collection<Ran> all) {
        return all.stream()
                .map(
                        ran ->
                                element("ran", "resource", ran.resource())
                                        .with("promoted", Trees.flag(ran.promoted())))
                .sorted(java.util.Comparator.comparing(Element::toString))
                .toList();
    }

    private static List<Ran> ran(Element tree) {
        return tree.children("ran").stream()
                .map(each -> new Ran(Trees.text(each, "resource"), Trees.flag(each, "promoted")))
                .toList();
    }

    private static Element ofIncident(Incident it) {
        return element("incident", "id", Long.toString(it.id()), "kind", it.kind().name())
                .with("subject", it.subject())
                .with("operation", it.operation())
                .with("since", Long.toString(it.sinceMs()))
                .with("back", Trees.flag(it.nodeIsBack()))
                .withChildren(
                        it.missing().stream()
                                .map(
                                        ran ->
                                                element("ran", "resource", ran.resource())
                                                        .with(
                                                                "promoted",
                                                                Trees.flag(ran.promoted())))
                                .toList());
    }

    private static Incident incident(Element tree) {
        return new Incident(
                Trees.number(tree, "id"),
                Incident.Kind.valueOf(Trees.text(tree, "kind")),
                Trees.text(tree, "subject"),
                Trees.text(tree, "operation"),
                Trees.number(tree, "since"),
                ran(tree),
                Trees.flag(tree, "back"));
    }
}
