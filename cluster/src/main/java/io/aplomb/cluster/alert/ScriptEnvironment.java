package io.aplomb.cluster.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The environment variables by which a script is told.
 *
 * <p>Source: Pacemaker Explained, "Writing an alert agent". The older names {@code CRM_notify_*}
 * are there too, as Pacemaker 2.1.5 has them. Ours begin with {@code APLOMB_alert_}.
 */
public final class ScriptEnvironment {
    private static final String PREFIX = "CRM_alert_";
    private static final String OLD_PREFIX = "CRM_notify_";
    private static final String OURS = "APLOMB_alert_";

    private ScriptEnvironment() {}

    /**
     * All variables for one run of a script, instance attributes among them.
     *
     * @param version of this program
     * @param text all that is told, for people
     * @param zone of times
     */
    public static Map<String, String> of(
            Message message, Recipient recipient, String version, String text, ZoneId zone) {
        Map<String, String> environment = new LinkedHashMap<>(recipient.options());
        News head = message.head();
        Map<String, String> fields = new LinkedHashMap<>(EventFields.of(head.what()));
        fields.put("version", version);
        fields.put("recipient", recipient.value());
        fields.put("node_sequence", Long.toString(head.number()));
        Instant at = Instant.ofEpochMilli(head.atMs());
        fields.put(
                "timestamp", TimestampFormat.format(recipient.timestampFormat(), at.atZone(zone)));
        fields.put("timestamp_epoch", Long.toString(at.getEpochSecond()));
        fields.put("timestamp_usec", Long.toString(TimeUnit.NANOSECONDS.toMicros(at.getNano())));
        fields.forEach(
                (name, value) -> {
                    environment.put(PREFIX + name, value);
                    environment.put(OLD_PREFIX + name, value);
                });
        environment.put(OURS + "status", message.status().word());
        environment.put(OURS + "incident", Long.toString(message.incident()));
        environment.put(OURS + "text", text);
        return Collections.unmodifiableMap(environment);
    }
}
