package io.aplomb.cluster.rules;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Name-value sets ({@code instance_attributes}, {@code meta_attributes}, {@code
 * cluster_property_set}, {@code utilization}) to one map.
 *
 * <p>The sets are taken in the order of their scores, the highest first; of equal scores the one
 * that stands <em>last</em> in the text comes first. A set whose rule does not hold is left out.
 * The value met first stays. {@code #default} takes back what a set before gave. References are
 * resolved before: {@link References}.
 *
 * <p>Source: Pacemaker Explained, "Rules" and "Reusing parts of the configuration"; the order of
 * equal scores was observed.
 */
public final class NameValues {

    /** What becomes of a value when another set has the same name. */
    public enum Conflict {
        /** The value that is there stays. */
        KEEP,
        /** The new one takes its place. */
        REPLACE
    }

    private NameValues() {}

    /** The names and values of these sets; the set with the id given comes before all. */
    public static Map<String, String> unpack(
            List<Element> sets, RuleInput input, String firstSetId) {
        Map<String, String> values = new LinkedHashMap<>();
        addTo(values, sets, input, firstSetId, Conflict.KEEP);
        return values;
    }

    /**
     * Adds the names and values of these sets to a map that may have some.
     *
     * @param firstSetId the id, in any case, of the set that comes before all; may be empty
     */
    public static void addTo(
            Map<String, String> values,
            List<Element> sets,
            RuleInput input,
            String firstSetId,
            Conflict conflict) {
        for (Element set : inOrder(sets, firstSetId)) {
            if (Rules.allow(set, input)) {
                addPairs(values, set, conflict);
            }
        }
    }

    private static List<Element> inOrder(List<Element> sets, String firstSetId) {
        List<Element> ordered = new ArrayList<>(sets);
        if (ordered.size() > 1) {
            Collections.reverse(ordered);
            ordered.sort(
                    Comparator.comparing(
                                    (Element set) ->
                                            firstSetId.isEmpty()
                                                    || !set.id().equalsIgnoreCase(firstSetId))
                            .thenComparing(
                                    set -> Scores.parse(set.attribute("score")),
                                    Comparator.reverseOrder()));
        }
        return ordered;
    }

    private static void addPairs(Map<String, String> values, Element set, Conflict conflict) {
        List<Element> children = set.children();
        // the form before version 1.0 has its pairs one level deeper
        if (!children.isEmpty() && children.getFirst().is("attributes")) {
            children = children.getFirst().children();
        }
        for (Element pair : children) {
            String name = pair.attribute("name");
            String value = pair.attribute("value");
            if (!pair.is("nvpair") || name == null || value == null) {
                continue;
            }
            if (value.equalsIgnoreCase("#default")) {
                values.remove(name);
            } else if (conflict == Conflict.REPLACE) {
                values.put(name, value);
            } else {
                values.putIfAbsent(name, value);
            }
        }
    }
}
