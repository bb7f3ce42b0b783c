package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.model.cib.Element;
import org.jspecify.annotations.Nullable;

/** The operations a resource is configured with. */
final class Operations {
    private Operations() {}

    /** The operation with this key; what is said of migration in general covers both its halves. */
    static @Nullable Element find(
            Primitive resource, String key, String task, long intervalMs, boolean disabledToo) {
        Element found = exact(resource, task, intervalMs, disabledToo);
        if (found != null) {
            return found;
        }
        if (key.contains(Task.MIGRATE_TO) || key.contains(Task.MIGRATE_FROM)) {
            return exact(resource, "migrate", 0, disabledToo);
        }
        return key.contains("_notify_") ? exact(resource, Task.NOTIFY, 0, disabledToo) : null;
    }

    static @Nullable Element exact(
            Primitive resource, String task, long intervalMs, boolean disabledToo) {
        for (Element op : resource.operations) {
            if (op.attribute("name", "").equals(task)
                    && Intervals.millis(op.attribute("interval")) == intervalMs
                    && (disabledToo || isEnabled(op))) {
                return op;
            }
        }
        return null;
    }

    static boolean isEnabled(Element op) {
        return Settings.isTrue(op.attribute("enabled"), true);
    }
}
