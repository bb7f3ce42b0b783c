package io.aplomb.cluster.simulate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an operation ended: {@code vip_monitor_10000@node1=7}.
 *
 * @param resource the resource; an instance of a clone has its number, as in {@code web:0}
 * @param task the operation's name
 * @param intervalMs 0 for an operation that does not recur
 * @param rc what the agent answered: an exit code of the Open Cluster Framework
 */
public record OperationResult(String resource, String task, long intervalMs, String node, int rc) {

    /** Names of resources may hold underscores, and two names of operations do. */
    private static final Pattern FORM =
            Pattern.compile("(.+?)_(migrate_to|migrate_from|[^_@]+)_(\\d{1,12})@(.+)=(\\d{1,9})");

    /** Reads one; empty where the text is not of that form. */
    public static Optional<OperationResult> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new OperationResult(
                        form.group(1),
                        form.group(2),
                        Long.parseLong(form.group(3)),
                        form.group(4),
                        Integer.parseInt(form.group(5))));
    }

    /** The operation's name in a history: {@code vip_monitor_10000}. */
    String key() {
        return resource + '_' + operation();
    }

    /** Its name without the resource's: {@code monitor_10000}. */
    String operation() {
        return task + '_' + intervalMs;
    }

    /** A probe that finds nothing has done its work. */
    boolean countsAsFailure() {
        return rc != 0 && !(rc == NOT_RUNNING && intervalMs == 0);
    }

    private static final int NOT_RUNNING = 7;

    @Override
    public String toString() {
        return key() + '@' + node + '=' + rc;
    }
}
