package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration of resources as JSON, with the names of pcs 0.11. */
final class ResourceConfigJson {

    private ResourceConfigJson() {}

    static String text(ResourceConfig config) {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("primitives", config.primitives().stream().map(one -> primitive(one)).toList());
        root.put("clones", config.clones().stream().map(one -> copies(one)).toList());
        root.put("groups", config.groups().stream().map(one -> group(one)).toList());
        root.put("bundles", List.of());
        return Json.text(root);
    }

    private static Map<String, @Nullable Object> primitive(Element primitive) {
        AgentName agent = AgentName.of(primitive);
        Map<String, @Nullable Object> name = new LinkedHashMap<>();
        name.put("standard", agent.standard());
        name.put("provider", agent.provider().isEmpty() ? null : agent.provider());
        name.put("type", agent.type());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", primitive.id());
        json.put("agent_name", name);
        json.put("description", primitive.attribute("description"));
        json.put(
                "operations",
                primitive.childOrEmpty("operations").children("op").stream()
                        .map(one -> operation(one))
                        .toList());
        putSets(json, primitive);
        json.put("utilization", sets(primitive, Pairs.UTILIZATION));
        return json;
    }

    private static Map<String, @Nullable Object> operation(Element operation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", operation.id());
        json.put("name", operation.attribute("name"));
        json.put("interval", operation.attribute("interval"));
        json.put("description", operation.attribute("description"));
        json.put("start_delay", operation.attribute("start-delay"));
        json.put("interval_origin", operation.attribute("interval-origin"));
        json.put("timeout", operation.attribute("timeout"));
        json.put("enabled", truth(operation.attribute("enabled")));
        json.put("record_pending", truth(operation.attribute("record-pending")));
        String role = operation.attribute("role");
        json.put("role", role == null ? null : Roles.primary(role));
        json.put("on_fail", operation.attribute("on-fail"));
        putSets(json, operation);
        return json;
    }

    private static @Nullable Boolean truth(@Nullable String value) {
        return value == null ? null : Boolean.valueOf(Validation.isTrue(value));
    }

    private static void putSets(Map<String, @Nullable Object> json, Element owner) {
        json.put("meta_attributes", sets(owner, Pairs.META));
        json.put("instance_attributes", sets(owner, Pairs.INSTANCE));
    }

    private static List<Map<String, @Nullable Object>> sets(Element owner, String kind) {
        List<Map<String, @Nullable Object>> sets = new ArrayList<>();
        for (Element set : owner.children(kind)) {
            Map<String, String> options = new LinkedHashMap<>(set.attributes());
            options.remove("id");
            List<Map<String, @Nullable Object>> pairs = new ArrayList<>();
            for (Element pair : set.children("nvpair")) {
                pairs.add(pair(pair.id(), pair.attribute("name", ""), pair.attribute("value", "")));
            }
            sets.add(set(set.id(), options, pairs));
        }
        return sets;
    }

    private static Map<String, @Nullable Object> set(
            String id, Map<String, String> options, List<Map<String, @Nullable Object>> pairs) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("options", options);
        json.put("rule", null);
        json.put("nvpairs", pairs);
        return json;
    }

    private static Map<String, @Nullable Object> pair(String id, String name, String value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        json.put("value", value);
        return json;
    }

    private static Map<String, @Nullable Object> group(Element group) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", group.id());
        json.put("description", group.attribute("description"));
        json.put("member_ids", group.children("primitive").stream().map(Element::id).toList());
        putSets(json, group);
        return json;
    }

    private static Map<String, @Nullable Object> copies(Element clone) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", clone.id());
        json.put("description", clone.attribute("description"));
        json.put("member_id", ResourceTree.inner(clone).getFirst().id());
        putSets(json, clone);
        if (clone.is("master")) {
            json.put("meta_attributes", withPromotable(sets(clone, Pairs.META)));
        }
        return json;
    }

    private static List<Map<String, @Nullable Object>> withPromotable(
            List<Map<String, @Nullable Object>> sets) {
        Map<String, @Nullable Object> promotable = pair("", "promotable", "true");
        if (sets.isEmpty()) {
            return List.of(set("", Map.of(), List.of(promotable)));
        }
        List<@Nullable Object> pairs = new ArrayList<>();
        if (sets.getFirst().get("nvpairs") instanceof List<?> given) {
            pairs.addAll(given);
        }
        pairs.add(promotable);
        sets.getFirst().put("nvpairs", pairs);
        return sets;
    }
}
