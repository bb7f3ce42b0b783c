package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;

import io.aplomb.model.cib.Element;
import org.jspecify.annotations.Nullable;

/** Commands and replies as octets, for the replicated log. Pure. */
public final class CommandCodec {
    private CommandCodec() {}

    private static final String GIVEN = "given";

    /**
     * A command of the log.
     *
     * @param atMs when it was given, in milliseconds since 1970; 0 where that is not known
     */
    public record Entry(Command command, long atMs) {}

    /** Octets of a command. */
    public static byte[] encode(Command command) {
        return ElementCodec.encode(tree(command));
    }

    /**
     * Octets of a command for the log.
     *
     * @param atMs when it is given, in milliseconds since 1970
     */
    public static byte[] encode(Command command, long atMs) {
        return ElementCodec.encode(tree(command).with(GIVEN, number(atMs)));
    }

    /**
     * The entry of octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static Entry decodeEntry(byte[] octets) {
        Element tree = ElementCodec.decode(octets);
        return new Entry(command(tree), Trees.number(tree, GIVEN));
    }

    /**
     * The command of octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static Command decode(byte[] octets) {
        return command(ElementCodec.decode(octets));
    }

    /** Octets of a reply. */
    public static byte[] encode(Reply reply) {
        return ElementCodec.encode(
                switch (reply) {
                    case Reply.Accepted accepted ->
                            element("accepted", "version", accepted.version());
                    case Reply.Refused refused -> element("refused", "why", refused.why());
                });
    }

    /**
     * The reply of octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static Reply decodeReply(byte[] octets) {
        Element tree = ElementCodec.decode(octets);
        return tree.is("accepted")
                ? new Reply.Accepted(Trees.text(tree, "version"))
                : new Reply.Refused(Trees.text(tree, "why"));
    }

    private static Element tree(Command command) {
        return switch (command) {
            case Command.ReplaceConfiguration it ->
                    optional(
                                    authored("replace", it.author(), it.comment(), it.atMs()),
                                    "expected",
                                    it.expectedVersion())
                            .withChild(it.configuration());
            case Command.ChangeMembership it ->
                    element("members").withChild(Trees.ofMembership(it.membership()));
            case Command.TakeOffice it ->
                    element("office", "node", it.node(), "term", number(it.term()));
            case Command.NodeUp it ->
                    element(
                                    "up",
                                    "node",
                                    it.node(),
                                    "incarnation",
                                    it.incarnation(),
                                    "at",
                                    number(it.atMs()))
                            .withChild(Trees.ofPairs("attributes", it.attributes()));
            case Command.BarSession it ->
                    session("bar", it.node(), it.session()).with("barred", Trees.flag(it.barred()));
            case Command.NodeDown it ->
                    session("down", it.node(), it.session())
                            .with("clean", Trees.flag(it.clean()))
                            .with("cause", it.cause())
                            .with("at", number(it.atMs()));
            case Command.RequestShutdown it ->
                    element("leave", "node", it.node(), "at", number(it.atMs()));
            case Command.GiveOrders it ->
                    element("orders", "term", number(it.term()))
                            .withChildren(it.orders().stream().map(Trees::ofPending).toList());
            case Command.RecordResults it ->
                    session("results", it.node(), it.session())
                            .with("first", number(it.first()))
                            .with("at", number(it.atMs()))
                            .withChildren(it.results().stream().map(Trees::ofResult).toList());
            case Command.ExpireOrder it ->
                    element("expire", "node", it.node(), "at", number(it.atMs()))
                            .withChild(Trees.ofOrder(it.order()));
            case Command.SetAttribute it ->
                    optional(
                            element("attribute", "node", it.node(), "name", it.name()),
                            "value",
                            it.value());
            case Command.CleanUp it -> cleanUp(it);
            case Command.ClearFailures it ->
                    element("clear", "resource", it.resource(), "node", it.node());
            case Command.ForgetResource it ->
                    element("forget", "node", it.node(), "resource", it.resource());
            case Command.RecordFencing it ->
                    element("fenced", "session", Long.toString(it.session()))
                            .withChild(Trees.ofFencing(it.fencing()));
            case Command.SetTicket it -> ticket(it);
            case Command.PutDocument it ->
                    authored("document", it.author(), it.comment(), it.atMs())
                            .with("name", it.name())
                            .with("content", it.content())
                            .with("expected", number(it.expectedVersion()));
            case Command.AlertsTold it -> BulletinTrees.ofMarks("told", it.marks());
        };
    }

    private static Element ticket(Command.SetTicket it) {
        return element("ticket", "ticket", it.ticket())
                .with("attribute", it.attribute())
                .with("value", it.value());
    }

    private static Element session(String name, String node, long session) {
        return element(name, "node", node, "session", number(session));
    }

    private static String number(long number) {
        return Long.toString(number);
    }

    private static Element cleanUp(Command.CleanUp it) {
        Element tree = element("cleanup", "history", Trees.flag(it.historyToo()));
        tree = optional(tree, "resource", it.resource());
        tree = optional(tree, "node", it.node());
        return optional(tree, "operation", it.operation());
    }

    private static Element authored(String name, String author, String comment, long atMs) {
        return element(name, "author", author, "comment", comment, "at", number(atMs));
    }

    private static Element optional(Element tree, String name, @Nullable String value) {
        return value == null ? tree : tree.with(name, value);
    }

    private static Command command(Element tree) {
        String node = Trees.text(tree, "node");
        long atMs = Trees.number(tree, "at");
        return switch (tree.name()) {
            case "replace" ->
                    new Command.ReplaceConfiguration(
                            tree.childOrEmpty("configuration"),
                            tree.attribute("expected"),
                            Trees.text(tree, "author"),
                            Trees.text(tree, "comment"),
                            atMs);
            case "members" ->
                    new Command.ChangeMembership(Trees.membership(tree.childOrEmpty("membership")));
            case "office" -> new Command.TakeOffice(node, Trees.number(tree, "term"));
            case "up" ->
                    new Command.NodeUp(
                            node,
                            Trees.text(tree, "incarnation"),
                            Trees.pairs(tree.childOrEmpty("attributes")),
                            atMs);
            case "bar" ->
                    new Command.BarSession(
                            node, Trees.number(tree, "session"), Trees.flag(tree, "barred"));
            case "down" ->
                    new Command.NodeDown(
                            node,
                            Trees.number(tree, "session"),
                            Trees.flag(tree, "clean"),
                            Trees.text(tree, "cause"),
                            atMs);
            case "leave" -> new Command.RequestShutdown(node, atMs);
            case "orders" ->
                    new Command.GiveOrders(
                            Trees.number(tree, "term"),
                            tree.children("pending").stream().map(Trees::pending).toList());
            case "results" ->
                    new Command.RecordResults(
                            node,
                            Trees.number(tree, "session"),
                            Trees.number(tree, "first"),
                            tree.children("result").stream().map(Trees::result).toList(),
                            atMs);
            case "expire" ->
                    new Command.ExpireOrder(node, Trees.order(tree.childOrEmpty("order")), atMs);
            default -> smallCommand(tree, node, atMs);
        };
    }

    private static Command smallCommand(Element tree, String node, long atMs) {
        return switch (tree.name()) {
            case "attribute" ->
                    new Command.SetAttribute(
                            node, Trees.text(tree, "name"), tree.attribute("value"));
            case "cleanup" ->
                    new Command.CleanUp(
                            tree.attribute("resource"),
                            tree.attribute("node"),
                            tree.attribute("operation"),
                            Trees.flag(tree, "history"));
            case "clear" -> new Command.ClearFailures(Trees.text(tree, "resource"), node);
            case "forget" -> new Command.ForgetResource(node, Trees.text(tree, "resource"));
            case "fenced" ->
                    new Command.RecordFencing(
                            Trees.fencing(tree.childOrEmpty("fencing")),
                            Long.parseLong(tree.attribute("session", "-1")));
            case "told" -> new Command.AlertsTold(BulletinTrees.marks(tree));
            case "ticket" ->
                    new Command.SetTicket(
                            Trees.text(tree, "ticket"),
                            Trees.text(tree, "attribute"),
                            Trees.text(tree, "value"));
            case "document" ->
                    new Command.PutDocument(
                            Trees.text(tree, "name"),
                            Trees.text(tree, "content"),
                            Trees.number(tree, "expected"),
                            Trees.text(tree, "author"),
                            Trees.text(tree, "comment"),
                            atMs);
            default ->
                    throw new IllegalArgumentException("no command is named '" + tree.name() + "'");
        };
    }
}
