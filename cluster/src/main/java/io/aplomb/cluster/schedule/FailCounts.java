package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How often resources failed on nodes: the attributes {@code
 * fail-count-RESOURCE#OPERATION_INTERVAL}.
 *
 * <p>Source: Pacemaker Explained, "Failure Response"; Pacemaker Administration, "Clearing
 * failures".
 */
final class FailCounts {
    /** Since this version of the feature set failures are counted for each operation by itself. */
    private static final int[] PER_OPERATION_SINCE = {3, 0, 13};

    private static final String COUNT = "fail-count-";
    private static final String TIME = "last-failure-";

    private final Cluster cluster;
    private final boolean perOperation;

    FailCounts(Cluster cluster) {
        this.cluster = cluster;
        this.perOperation = perOperation(cluster.cib.attribute("crm_feature_set", ""));
    }

    /**
     * Failures of a resource on a node.
     *
     * @param count INFINITY at most
     * @param lastS when it last failed, in seconds since 1970; 0 where that is not known
     */
    record Failures(int count, long lastS) {}

    /** All failures that are remembered. */
    Failures all(Primitive resource, Node node) {
        if (node.attributes.keySet().stream().noneMatch(FailCounts::tellsOfFailure)) {
            return new Failures(0, 0);
        }
        int count = 0;
        long last = 0;
        Pattern counts = pattern(COUNT, resource);
        Pattern times = pattern(TIME, resource);
        for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
            if (counts.matcher(attribute.getKey()).matches()) {
                count = Scores.add(count, Scores.parse(attribute.getValue()));
            } else if (times.matcher(attribute.getKey()).matches()) {
                last = Math.max(last, seconds(attribute.getValue()));
            }
        }
        return new Failures(count, last);
    }

    private static boolean tellsOfFailure(String attribute) {
        return attribute.startsWith(COUNT) || attribute.startsWith(TIME);
    }

    /** The failures that still count, as {@code failure-timeout} has it. */
    Failures effective(Primitive resource, Node node, @Nullable Element operation) {
        Failures all = all(resource, node);
        if (all.count > 0
                && resource.failureTimeoutS > 0
                && !isBlocking(resource, node, operation)
                && cluster.nowS() > all.lastS + resource.failureTimeoutS) {
            return new Failures(0, all.lastS);
        }
        return all;
    }

    /** Whether the resource has failed here so often that it may not stay. */
    boolean overThreshold(Primitive resource, Node node) {
        if (resource.migrationThreshold == 0 || resource.failureIgnored) {
            return false;
        }
        int count = effective(resource, node, null).count;
        return count > 0 && count >= resource.migrationThreshold;
    }

    /** A failure that blocks never expires. */
    private boolean isBlocking(Primitive resource, Node node, @Nullable Element operation) {
        for (Element configured : resource.operations) {
            if (!"block".equals(configured.attribute("on-fail"))) {
                continue;
            }
            long interval =
                    io.aplomb.cluster.rules.Intervals.millis(configured.attribute("interval"));
            String name = configured.attribute("name", "");
            for (Cluster.FailedOperation failed : cluster.failures) {
                Element entry = failed.operation();
                if (failed.node() == node
                        && failed.resource() == resource
                        && name.equals(entry.attribute("operation"))
                        && interval == History.interval(entry)) {
                    return true;
                }
            }
            if (operation != null
                    && name.equals(operation.attribute("operation"))
                    && interval == History.interval(operation)
                    && History.failed(operation)) {
                return true;
            }
        }
        return false;
    }

    private Pattern pattern(String prefix, Primitive resource) {
        String known = resource.historyName == null ? resource.id : resource.historyName;
        String name =
                resource.unique
                        ? Pattern.quote(known)
                        : Pattern.quote(withoutInstance(known)) + "(:[0-9]+)?";
        return Pattern.compile(Pattern.quote(prefix) + name + (perOperation ? "#.+_[0-9]+" : ""));
    }

    private static boolean perOperation(String featureSet) {
        String[] parts = featureSet.split("\\.", -1);
        for (int i = 0; i < PER_OPERATION_SINCE.length; i++) {
            int part = i < parts.length ? Settings.number(parts[i], 0) : 0;
            if (part != PER_OPERATION_SINCE[i]) {
                return part > PER_OPERATION_SINCE[i];
            }
        }
        return true;
    }

    static String withoutInstance(String id) {
        int colon = id.lastIndexOf(':');
        boolean numbered = colon > 0 && id.substring(colon + 1).matches("\\d+");
        return numbered ? id.substring(0, colon) : id;
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
