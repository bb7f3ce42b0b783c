package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Rules;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads constraints, each kind by its own reader. */
final class ConstraintReader {
    private final Cluster cluster;

    ConstraintReader(Cluster cluster) {
        this.cluster = cluster;
    }

    void readAll() {
        LocationReader locations = new LocationReader(cluster, this);
        ColocationReader colocations = new ColocationReader(cluster, this);
        OrderReader orders = new OrderReader(cluster, this);
        TicketReader tickets = new TicketReader(cluster, this);
        for (Element constraint : cluster.configuration("constraints").children()) {
            if (!isAlive(constraint)) {
                continue;
            }
            switch (constraint.name()) {
                case "rsc_location" -> locations.read(constraint);
                case "rsc_colocation" ->
                        colocations.read(
                                withSets(
                                        constraint,
                                        "rsc",
                                        "rsc-role",
                                        "with-rsc",
                                        "with-rsc-role",
                                        "role"));
                case "rsc_order" ->
                        orders.read(
                                withSets(
                                        constraint,
                                        "first",
                                        "first-action",
                                        "then",
                                        "then-action",
                                        "action"));
                case "rsc_ticket" ->
                        tickets.read(withSets(constraint, "rsc", "rsc-role", "", "", "role"));
                default -> {}
            }
        }
    }

    private boolean isAlive(Element constraint) {
        for (Element lifetime : constraint.children("lifetime")) {
            for (Element rule : lifetime.children("rule")) {
                if (!Rules.holds(rule, cluster.rules())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The resource that a constraint names; a part of a clone stands for the clone. */
    @Nullable Resource resource(@Nullable String id) {
        if (id == null) {
            return null;
        }
        Resource found = cluster.find(id);
        return found == null || found.id.equals(id) ? found : found.top();
    }

    List<Resource> members(Element set) {
        List<Resource> members = new ArrayList<>();
        for (Element reference : set.children("resource_ref")) {
            Resource resource = resource(reference.id());
            if (resource != null) {
                members.add(resource);
            }
        }
        return members;
    }

    /** What a tag or a template stands for. */
    @Nullable List<String> several(String id) {
        if (resource(id) != null) {
            return null;
        }
        List<String> byTemplate = cluster.byTemplate.get(id);
        return byTemplate != null ? byTemplate : cluster.tags.get(id);
    }

    /** The constraint with tags and templates written out: in its sets, or as sets of their own. */
    private Element withSets(
            Element constraint,
            String one,
            String oneDetail,
            String other,
            String otherDetail,
            String detail) {
        if (constraint.child("resource_set").isPresent()) {
            return expanded(constraint);
        }
        String first = constraint.attribute(one);
        String second = other.isEmpty() ? null : constraint.attribute(other);
        boolean tagged =
                (first != null && several(first) != null)
                        || (second != null && several(second) != null);
        if (!tagged) {
            return constraint;
        }
        Element changed = constraint;
        if (first != null) {
            changed = changed.withChild(set(constraint, first, oneDetail, detail));
        }
        if (second != null) {
            changed = changed.withChild(set(constraint, second, otherDetail, detail));
        }
        return changed;
    }

    private Element set(Element constraint, String id, String from, String to) {
        List<String> ids = several(id);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        if (ids != null) {
            attributes.put("sequential", "false");
        }
        String value = constraint.attribute(from);
        if (value != null) {
            attributes.put(to, value);
        }
        Element set = Element.of("resource_set", attributes);
        for (String member : ids == null ? List.of(id) : ids) {
            set = set.withChild(Element.of("resource_ref", Map.of("id", member)));
        }
        return set;
    }

    Element expanded(Element constraint) {
        List<Element> children = new ArrayList<>();
        for (Element child : constraint.children()) {
            if (!child.is("resource_set")) {
                children.add(child);
                continue;
            }
            List<Element> references = new ArrayList<>();
            for (Element reference : child.children("resource_ref")) {
                List<String> ids = several(reference.id());
                if (ids == null) {
                    references.add(reference);
                } else {
                    ids.forEach(id -> references.add(Element.of("resource_ref", Map.of("id", id))));
                }
            }
            children.add(child.withChildren(references));
        }
        return constraint.withChildren(children);
    }

    static boolean isSequential(Element set) {
        return Settings.isTrue(set.attribute("sequential"), true);
    }
}
