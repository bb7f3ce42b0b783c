package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The nodes a base knows: those of the cluster, remote and guest ones. */
final class NodeNames {

    private NodeNames() {}

    /** All of them, sorted. */
    static Set<String> all(CibEdit cib) {
        Set<String> names = new TreeSet<>(ofCluster(cib));
        for (Element primitive : cib.all(element -> element.is("primitive"))) {
            if (primitive.attribute("type", "").equals("remote")
                    && primitive.attribute("provider", "").equals("pacemaker")) {
                names.add(primitive.id());
            }
            Pairs.value(primitive, Pairs.META, "remote-node").ifPresent(names::add);
        }
        return names;
    }

    /** Those of the section {@code nodes}, in its order. */
    static List<String> ofCluster(CibEdit cib) {
        List<String> names = new ArrayList<>();
        for (Element node : cib.section("nodes").children("node")) {
            names.add(node.attribute("uname", node.id()));
        }
        return names;
    }
}
