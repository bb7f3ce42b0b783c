package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code pcs resource relations}: a tree of what a resource is inside, has inside, and is ordered
 * with. It is built level by level; what was met before is a leaf.
 */
final class RelationsCommand implements CommandSet {

    private static final Set<String> ORDER_OPTIONS =
            Set.of("symmetrical", "kind", "require-all", "score");

    private static final Set<String> SET_OPTIONS =
            Set.of("sequential", "require-all", "ordering", "action", "role", "kind", "score");

    /** What a node of the tree is, in the order in which they are shown. */
    private enum Kind {
        /** What a resource contains. */
        INNER,
        /** What contains a resource. */
        OUTER,
        /** An order of two. */
        ORDER,
        /** An order of sets. */
        ORDER_SET,
        /** A resource. */
        RESOURCE
    }

    private static final class Node {
        final Kind kind;
        final Element element;
        final @Nullable Node parent;
        final List<Node> members = new ArrayList<>();
        boolean leaf;

        Node(Kind kind, Element element, @Nullable Node parent) {
            this.kind = kind;
            this.element = element;
            this.parent = parent;
        }

        /** No id of a base has a colon. */
        String key() {
            return switch (kind) {
                case INNER -> "inner:" + element.id();
                case OUTER -> "outer:" + element.id();
                default -> element.id();
            };
        }

        String opposite() {
            return switch (kind) {
                case INNER -> "outer:" + element.id();
                case OUTER -> "inner:" + element.id();
                default -> "";
            };
        }

        boolean isBelow(String key) {
            for (Node above = parent; above != null; above = above.parent) {
                if (above.key().equals(key)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public PcsAnswer run(Call call) {
        call.options().only("-f", "--full");
        call.expectWords(1, 1);
        String id = call.word(0);
        Optional<Element> resource = new ResourceTree(call.cib()).find(id);
        if (resource.isEmpty()) {
            throw InvalidCommand.because(
                    call.cib().exists(id)
                            ? "'" + id + "' is not a resource"
                            : "resource '" + id + "' does not exist");
        }
        if (ResourceTree.isStonith(resource.get())) {
            call.reports().deprecation(StonithMismatch.of("stonith resource"));
        }
        StringBuilder text = new StringBuilder();
        write(tree(resource.get(), call.cib()), call.options().has("--full"), "", "", text);
        return call.printed(text.toString());
    }

    private static Node tree(Element resource, CibEdit cib) {
        Node root = new Node(Kind.RESOURCE, resource, null);
        Set<String> met = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Node node = open.removeFirst();
            if (!met.add(node.key())) {
                node.leaf = true;
                continue;
            }
            for (Node member : related(node, cib)) {
                boolean back = member.isBelow(member.opposite());
                if (!node.isBelow(member.key()) && (!back || resources(member).size() > 1)) {
                    node.members.add(member);
                }
            }
            open.addAll(node.members);
        }
        return root;
    }

    private static List<Node> related(Node node, CibEdit cib) {
        List<Node> related = new ArrayList<>();
        if (node.kind != Kind.RESOURCE) {
            ResourceTree tree = new ResourceTree(cib);
            for (String id : resources(node)) {
                tree.find(id).ifPresent(one -> related.add(new Node(Kind.RESOURCE, one, node)));
            }
            return related;
        }
        String id = node.element.id();
        for (Element order : cib.section("constraints").children("rsc_order")) {
            if (order.child("resource_set").isEmpty()
                    && (id.equals(order.attribute("first"))
                            || id.equals(order.attribute("then")))) {
                related.add(new Node(Kind.ORDER, order, node));
            }
        }
        for (Element order : cib.section("constraints").children("rsc_order")) {
            if (setMembers(order).contains(id)) {
                related.add(new Node(Kind.ORDER_SET, order, node));
            }
        }
        if (!node.element.is("primitive")) {
            related.add(new Node(Kind.INNER, node.element, node));
        }
        new ResourceTree(cib)
                .parent(id)
                .ifPresent(parent -> related.add(new Node(Kind.OUTER, parent, node)));
        return related;
    }

    private static List<String> resources(Node node) {
        return switch (node.kind) {
            case INNER -> ResourceTree.inner(node.element).stream().map(Element::id).toList();
            case ORDER ->
                    List.of(
                            node.element.attribute("first", ""),
                            node.element.attribute("then", ""));
            case ORDER_SET -> List.copyOf(setMembers(node.element));
            case OUTER, RESOURCE -> List.of(node.element.id());
        };
    }

    private static Set<String> setMembers(Element order) {
        Set<String> members = new TreeSet<>();
        for (Element set : order.children("resource_set")) {
            set.children("resource_ref").forEach(reference -> members.add(reference.id()));
        }
        return members;
    }

    private static void write(
            Node node, boolean full, String title, String indent, StringBuilder text) {
        text.append(title).append(title(node, full));
        if (node.leaf) {
            text.append(" [displayed elsewhere]\n");
            return;
        }
        text.append('\n');
        String bar = node.members.isEmpty() ? "   " : "|  ";
        details(node).forEach(line -> text.append(indent).append(bar).append(line).append('\n'));
        List<Node> members = new ArrayList<>(node.members);
        members.sort(
                Comparator.comparing((Node member) -> member.kind)
                        .thenComparing((Node member) -> member.element.id()));
        for (int i = 0; i < members.size(); i++) {
            boolean last = i == members.size() - 1;
            write(
                    members.get(i),
                    full,
                    indent + (last ? "`- " : "|- "),
                    indent + (last ? "   " : "|  "),
                    text);
        }
    }

    private static String title(Node node, boolean full) {
        String id = full ? " (" + node.element.id() + ")" : "";
        return switch (node.kind) {
            case INNER -> "inner resource(s)" + id;
            case OUTER -> "outer resource" + id;
            case ORDER -> "order" + id;
            case ORDER_SET -> "order set" + id;
            case RESOURCE ->
                    node.element.id() + (full ? " (resource: " + type(node.element) + ")" : "");
        };
    }

    private static String type(Element resource) {
        return resource.is("primitive")
                ? AgentName.of(resource).full()
                : ResourceTree.kindOf(resource.name());
    }

    private static List<String> details(Node node) {
        Element element = node.element;
        List<String> lines = new ArrayList<>();
        switch (node.kind) {
            case INNER -> {
                List<String> members = resources(node);
                if (members.size() > 1) {
                    lines.add("members: " + String.join(" ", members));
                }
            }
            case ORDER -> {
                lines.add(
                        "%s %s then %s %s"
                                .formatted(
                                        element.attribute("first-action", "start"),
                                        element.attribute("first", ""),
                                        element.attribute("then-action", "start"),
                                        element.attribute("then", "")));
                addOptions(element, lines);
            }
            case ORDER_SET -> {
                addOptions(element, lines);
                for (Element set : element.children("resource_set")) {
                    String options = options(set, SET_OPTIONS);
                    List<String> members =
                            set.children("resource_ref").stream().map(Element::id).toList();
                    lines.add(
                            "   set "
                                    + String.join(" ", members)
                                    + (options.isEmpty() ? "" : " (" + options + ")"));
                }
            }
            case OUTER, RESOURCE -> {
                // the title says all
            }
        }
        return lines;
    }

    private static void addOptions(Element order, List<String> lines) {
        String options = options(order, ORDER_OPTIONS);
        if (!options.isEmpty()) {
            lines.add(options);
        }
    }

    private static String options(Element element, Set<String> names) {
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, String> attribute : new TreeMap<>(element.attributes()).entrySet()) {
            if (names.contains(attribute.getKey())) {
                words.add(attribute.getKey() + "=" + attribute.getValue());
            }
        }
        return String.join(" ", words);
    }
}
