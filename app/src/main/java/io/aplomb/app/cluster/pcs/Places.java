package io.aplomb.app.cluster.pcs;

import io.aplomb.cluster.schedule.Picture;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a resource runs, in the words of pcs.
 *
 * @param running nodes where it runs, by what it does there: {@code running}, {@code promoted},
 *     {@code unpromoted}
 */
record Places(Map<String, TreeSet<String>> running) {

    /** Of a primitive, or of all inside a group or a clone. */
    static Places of(Element cib, OffsetDateTime now, String resource) {
        Map<String, TreeSet<String>> running = new TreeMap<>();
        for (Picture.Copy copy : Picture.of(cib, now).copies()) {
            if (concerns(cib, resource, copy)) {
                String does =
                        copy.promoted()
                                ? "promoted"
                                : promotable(cib, copy) ? "unpromoted" : "running";
                copy.nodes()
                        .forEach(
                                node ->
                                        running.computeIfAbsent(does, _ -> new TreeSet<>())
                                                .add(node));
            }
        }
        return new Places(running);
    }

    private static boolean concerns(Element cib, String resource, Picture.Copy copy) {
        if (copy.resource().equals(resource) || copy.cloneSet().orElse("").equals(resource)) {
            return true;
        }
        for (Element top : tops(cib)) {
            for (Element group : groups(top)) {
                if (group.id().equals(resource)) {
                    return group.children("primitive").stream()
                            .anyMatch(member -> member.id().equals(copy.resource()));
                }
            }
        }
        return false;
    }

    private static Iterable<Element> tops(Element cib) {
        return cib.childOrEmpty("configuration").childOrEmpty("resources").children();
    }

    private static Iterable<Element> groups(Element top) {
        return top.is("group") ? java.util.List.of(top) : top.children("group");
    }

    private static boolean promotable(Element cib, Picture.Copy copy) {
        for (Element top : tops(cib)) {
            if (top.id().equals(copy.cloneSet().orElse(""))) {
                return top.is("master")
                        || top.children("meta_attributes").stream()
                                .flatMap(set -> set.children("nvpair").stream())
                                .anyMatch(
                                        pair ->
                                                "promotable".equals(pair.attribute("name"))
                                                        && "true".equals(pair.attribute("value")));
            }
        }
        return false;
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /** {@code Resource 'vip' is running on node 'node1'}. */
    String text(String resource) {
        if (running.isEmpty()) {
            return "resource '%s' is not running on any node".formatted(resource);
        }
        var parts = new ArrayList<String>();
        running.forEach(
                (does, nodes) ->
                        parts.add(
                                "%s on node%s '%s'"
                                        .formatted(
                                                does,
                                                nodes.size() == 1 ? "" : "s",
                                                String.join("', '", nodes))));
        return "resource '%s' is %s".formatted(resource, String.join("; ", parts));
    }
}
