package io.aplomb.cluster.alert;

import io.aplomb.model.cib.Element;
import java.util.HashSet;
import java.util.Set;

/**
 * Which sorts of events an alert is about.
 *
 * <p>Source: Pacemaker Explained, "Alert filters": without {@code select} all but attributes;
 * {@code select_attributes} without names means each.
 *
 * @param attributes names of attributes, empty for each
 */
record Selection(Set<Sort> sorts, Set<String> attributes) {

    /** As {@code CRM_alert_kind} has them. */
    enum Sort {
        NODE,
        FENCING,
        RESOURCE,
        ATTRIBUTE
    }

    Selection {
        sorts = Set.copyOf(sorts);
        attributes = Set.copyOf(attributes);
    }

    static Selection of(Element alert) {
        if (alert.child("select").isEmpty()) {
            return new Selection(Set.of(Sort.NODE, Sort.FENCING, Sort.RESOURCE), Set.of());
        }
        Set<Sort> sorts = new HashSet<>();
        Set<String> attributes = new HashSet<>();
        for (Element selected : alert.childOrEmpty("select").children()) {
            switch (selected.name()) {
                case "select_nodes" -> sorts.add(Sort.NODE);
                case "select_fencing" -> sorts.add(Sort.FENCING);
                case "select_resources" -> sorts.add(Sort.RESOURCE);
                case "select_attributes" -> {
                    sorts.add(Sort.ATTRIBUTE);
                    selected.children("attribute")
                            .forEach(each -> attributes.add(each.attribute("name", "")));
                }
                default -> {
                    // the schema allows nothing else
                }
            }
        }
        return new Selection(sorts, attributes);
    }

    /** Whether a happening is of a sort that is wanted. Turns of incidents are of their cause's. */
    boolean wants(Happening what) {
        return switch (what) {
            case Happening.NodeChanged _ -> sorts.contains(Sort.NODE);
            case Happening.Fenced _ -> sorts.contains(Sort.FENCING);
            case Happening.Operated operated -> sorts.contains(Sort.RESOURCE) && !operated.isIdle();
            case Happening.AttributeChanged changed ->
                    sorts.contains(Sort.ATTRIBUTE)
                            && (attributes.isEmpty() || attributes.contains(changed.name()));
            case Happening.Turned turned ->
                    sorts.contains(
                            switch (turned.kind()) {
                                case NODE -> Sort.NODE;
                                case RESOURCE -> Sort.RESOURCE;
                                case FENCING -> Sort.FENCING;
                            });
        };
    }
}
