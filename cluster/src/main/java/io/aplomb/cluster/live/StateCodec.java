package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state as octets, for snapshots. Pure. */
public final class StateCodec {
    private StateCodec() {}

    /** Octets of a state. */
    public static byte[] encode(ClusterState state) {
        List<Element> parts = new ArrayList<>();
        parts.add(element("information").withChild(state.cib()));
        parts.add(Trees.ofMembership(state.membership()));
        state.sessions().forEach((node, session) -> parts.add(ofSession(node, session)));
        state.pending().forEach(pending -> parts.add(Trees.ofPending(pending)));
        state.history().forEach(version -> parts.add(ofVersion(version)));
        state.fencings().forEach(fencing -> parts.add(Trees.ofFencing(fencing)));
        state.documents().values().forEach(document -> parts.add(ofDocument(document)));
        parts.add(BulletinTrees.of(state.bulletin()));
        return ElementCodec.encode(
                element("state", "leader", state.leader(), "term", Long.toString(state.term()))
                        .withChildren(parts));
    }

    /**
     * The state of octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static ClusterState decode(byte[] octets) {
        Element tree = ElementCodec.decode(octets);
        Map<String, NodeSession> sessions = new LinkedHashMap<>();
        tree.children("session")
                .forEach(each -> sessions.put(Trees.text(each, "node"), session(each)));
        Map<String, StoredDocument> documents = new LinkedHashMap<>();
        tree.children("document")
                .forEach(each -> documents.put(Trees.text(each, "name"), document(each)));
        return new ClusterState(
                tree.childOrEmpty("information").childOrEmpty("cib"),
                Trees.membership(tree.childOrEmpty("membership")),
                sessions,
                tree.children("pending").stream().map(Trees::pending).toList(),
                tree.children("version").stream().map(StateCodec::version).toList(),
                tree.children("fencing").stream().map(Trees::fencing).toList(),
                documents,
                Trees.text(tree, "leader"),
                Trees.number(tree, "term"),
                BulletinTrees.bulletin(tree.childOrEmpty("bulletin")));
    }

    private static Element ofSession(String node, NodeSession session) {
        return element(
                "session",
                "node",
                node,
                "number",
                Long.toString(session.number()),
                "incarnation",
                session.incarnation(),
                "up",
                Trees.flag(session.up()),
                "barred",
                Trees.flag(session.barred()),
                "bars",
                Integer.toString(session.bars()),
                "last",
                Long.toString(session.lastResult()));
    }

    private static NodeSession session(Element tree) {
        return new NodeSession(
                Trees.number(tree, "number"),
                Trees.text(tree, "incarnation"),
                Trees.flag(tree, "up"),
                Trees.flag(tree, "barred"),
                (int) Trees.number(tree, "bars"),
                Trees.number(tree, "last"));
    }

    private static Element ofVersion(ConfigurationVersion version) {
        return element(
                        "version",
                        "version",
                        version.version(),
                        "at",
                        Long.toString(version.atMs()),
                        "author",
                        version.author(),
                        "comment",
                        version.comment())
                .withChild(version.configuration());
    }

    private static ConfigurationVersion version(Element tree) {
        return new ConfigurationVersion(
                Trees.text(tree, "version"),
                Trees.number(tree, "at"),
                Trees.text(tree, "author"),
                Trees.text(tree, "comment"),
                tree.childOrEmpty("configuration"));
    }

    private static Element ofDocument(StoredDocument document) {
        return element(
                "document",
                "name",
                document.name(),
                "version",
                Long.toString(document.version()),
                "content",
                document.content(),
                "author",
                document.author(),
                "comment",
                document.comment(),
                "at",
                Long.toString(document.atMs()));
    }

    private static StoredDocument document(Element tree) {
        return new StoredDocument(
                Trees.text(tree, "name"),
                Trees.number(tree, "version"),
                Trees.text(tree, "content"),
                Trees.text(tree, "author"),
                Trees.text(tree, "comment"),
                Trees.number(tree, "at"));
    }
}
