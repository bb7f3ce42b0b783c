package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A cause whose consequences go on.
 *
 * @param id the number of the news that began it
 * @param subject the node or the resource it is about
 * @param operation that failed; empty for a node
 * @param sinceMs when it began, in milliseconds since 1970
 * @param missing what has to run again before all is well
 * @param nodeIsBack whether a lost node is there again
 */
public record Incident(
        long id,
        Kind kind,
        String subject,
        String operation,
        long sinceMs,
        List<Ran> missing,
        boolean nodeIsBack) {

    /** What sort of cause. */
    public enum Kind {
        /** A node was lost, or fenced. */
        NODE,
        /** A resource failed. */
        RESOURCE,
        /** Fencing of a node failed. */
        FENCING
    }

    /** Keeps a copy. */
    public Incident {
        missing = List.copyOf(missing);
    }

    static Incident of(long id, Kind kind, String subject, long sinceMs) {
        return new Incident(id, kind, subject, "", sinceMs, List.of(), false);
    }

    boolean isAbout(Kind what, String whom) {
        return kind == what && subject.equals(whom);
    }

    boolean misses(String resource) {
        return missing.stream().anyMatch(ran -> ran.resource().equals(resource));
    }

    /** Whether it waits for nothing but the node's return, if at all. */
    boolean isServed() {
        return missing.isEmpty();
    }

    Incident missing(Iterable<Ran> more) {
        List<Ran> all = new ArrayList<>(missing);
        for (Ran ran : more) {
            if (!all.contains(ran)) {
                all.add(ran);
            }
        }
        return new Incident(id, kind, subject, operation, sinceMs, all, nodeIsBack);
    }

    Incident without(Predicate<Ran> found) {
        List<Ran> left = missing.stream().filter(found.negate()).toList();
        return new Incident(id, kind, subject, operation, sinceMs, left, nodeIsBack);
    }

    Incident failedAt(String what) {
        return new Incident(id, kind, subject, what, sinceMs, missing, nodeIsBack);
    }

    Incident withNodeBack(boolean back) {
        return new Incident(id, kind, subject, operation, sinceMs, missing, back);
    }
}
