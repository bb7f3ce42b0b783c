package io.aplomb.cluster.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the instances of a clone are told before and after one task of it. The moments: before; all
 * were told before; after; all were told after.
 */
final class Notification {
    final String task;
    @Nullable Action before;
    @Nullable Action beforeDone;
    @Nullable Action after;
    @Nullable Action afterDone;

    /** Which instances do something, by task. */
    final Map<String, Integer> doing = new LinkedHashMap<>();

    Notification(String task) {
        this.task = task;
    }

    boolean anybodyDoes(String wanted) {
        return doing.getOrDefault(wanted, 0) > 0;
    }
}
