package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The nodes a base knows: those of the cluster, remote and guest ones. */
final class NodeNames {

    private static final Set<String> CONTAINERS = Set.of("docker", "podman", "rkt");

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
        for (Element bundle : cib.all(element -> element.is("bundle"))) {
            if (bundle.child("primitive").isPresent()) {
                for (int i = 0; i < replicas(bundle); i++) {
                    names.add(bundle.id() + "-" + i);
                }
            }
        }
        return names;
    }

    /** How many containers a bundle has, each of which is a node. */
    private static int replicas(Element bundle) {
        for (Element child : bundle.children()) {
            for (String attribute : List.of("replicas", "promoted-max", "masters")) {
                String number = child.attribute(attribute, "");
                if (CONTAINERS.contains(child.name()) && number.matches("\\d{1,4}")) {
                    return Integer.parseInt(number);
                }
            }
        }
        return 1;
    }

    /** All of them, those of the cluster first, in its order. */
    static List<String> inOrder(CibEdit cib) {
        Set<String> names = new LinkedHashSet<>(ofCluster(cib));
        names.addAll(all(cib));
        return List.copyOf(names);
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
