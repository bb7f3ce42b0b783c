package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where resources run, as far as the status section tells: by the last operation of each on each
 * node. The scheduler knows more; for commands that name no node this is enough.
 */
final class ResourceHistory {

    private static final Set<String> RUNNING = Set.of("0", "8");

    private ResourceHistory() {}

    /**
     * Names of the nodes on which any of these primitives runs, in the order of the base.
     *
     * @param promoted only where it is promoted
     */
    static List<String> activeNodes(Element cib, List<Element> primitives, boolean promoted) {
        Set<String> ids = new HashSet<>();
        primitives.forEach(primitive -> ids.add(primitive.id()));
        List<String> nodes = new ArrayList<>();
        for (Element node : cib.childOrEmpty("status").children("node_state")) {
            if (isActiveOn(node, ids, promoted)) {
                nodes.add(node.attribute("uname", node.id()));
            }
        }
        return nodes;
    }

    private static boolean isActiveOn(Element node, Set<String> ids, boolean promoted) {
        for (Element history :
                node.childOrEmpty("lrm").childOrEmpty("lrm_resources").children("lrm_resource")) {
            String id = history.id().replaceFirst(":.*", "");
            if (ids.contains(id) && isActive(history, promoted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isActive(Element history, boolean promoted) {
        Optional<Element> last =
                history.children("lrm_rsc_op").stream()
                        .filter(operation -> call(operation) >= 0)
                        .max((one, other) -> Integer.compare(call(one), call(other)));
        if (last.isEmpty()) {
            return false;
        }
        String operation = last.get().attribute("operation", "");
        String code = last.get().attribute("rc-code", "");
        if (promoted) {
            return operation.equals("promote") ? code.equals("0") : code.equals("8");
        }
        return switch (operation) {
            case "stop", "migrate_to" -> !code.equals("0");
            default -> RUNNING.contains(code);
        };
    }

    private static int call(Element operation) {
        String call = operation.attribute("call-id", "-1");
        return call.matches("\\d{1,9}") ? Integer.parseInt(call) : -1;
    }
}
