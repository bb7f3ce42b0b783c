package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.RuleInput;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of resources: their instance attributes. */
final class Parameters {
    private Parameters() {}

    /** The parameters on a node; those of the collective it belongs to come after its own. */
    static Map<String, String> of(Cluster cluster, Resource resource, @Nullable Node node) {
        RuleInput input = node == null ? cluster.rules() : cluster.rules().onNode(node.attributes);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Resource each = resource; each != null; each = each.parent) {
            NameValues.unpack(each.xml.children("instance_attributes"), input, "")
                    .forEach(parameters::putIfAbsent);
        }
        return parameters;
    }
}
