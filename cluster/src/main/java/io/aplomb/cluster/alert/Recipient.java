package io.aplomb.cluster.alert;

import io.aplomb.model.cib.AlertWays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who is told, and how.
 *
 * @param key names it in the replicated state: the ids of alert and recipient
 * @param path of a script, or {@code aplomb:} and a way of ours
 * @param value whom to tell, in the sense of that way; empty for an alert without recipients
 * @param options instance attributes, those of the recipient before those of the alert
 * @param timeoutMs for one attempt
 * @param timestampFormat of strftime(3), with {@code %06N} for microseconds
 * @param byCause whether it is told causes, each with what came of it, instead of each event
 */
public record Recipient(
        String key,
        String path,
        String value,
        Map<String, String> options,
        Selection selection,
        long timeoutMs,
        String timestampFormat,
        boolean byCause) {

    /** Keeps a copy. */
    public Recipient {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** The way of ours by which it is told; empty for a script. */
    public Optional<String> way() {
        return AlertWays.of(path);
    }

    /** An option. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name)).filter(value -> !value.isEmpty());
    }
}
