package io.aplomb.cluster.alert;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.AlertWays;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a configuration wants told.
 *
 * <p>Source: Pacemaker Explained, "Alerts": meta attributes {@code enabled}, {@code timeout},
 * {@code timestamp-format}; those of a recipient go before those of its alert.
 */
public final class Recipients {
    private static final long TIMEOUT_MS = 30_000;
    private static final String TIMESTAMP = "%H:%M:%S.%06N";
    private static final Set<String> YES = Set.of("true", "yes", "on", "1", "y");

    private Recipients() {}

    /** The keys of all, told or not. */
    public static Set<String> keys(Element configuration) {
        Set<String> keys = new LinkedHashSet<>();
        for (Element alert : alerts(configuration)) {
            List<Element> recipients = alert.children("recipient");
            if (recipients.isEmpty()) {
                keys.add(key(alert, null));
            }
            recipients.forEach(each -> keys.add(key(alert, each)));
        }
        return keys;
    }

    /** Those that are to be told at this moment. */
    public static List<Recipient> of(Element configuration, RuleInput now) {
        List<Recipient> found = new ArrayList<>();
        for (Element alert : alerts(configuration)) {
            List<Element> recipients = alert.children("recipient");
            if (recipients.isEmpty()) {
                add(found, alert, null, now);
            }
            recipients.forEach(each -> add(found, alert, each, now));
        }
        return found;
    }

    private static List<Element> alerts(Element configuration) {
        return configuration.childOrEmpty("alerts").children("alert");
    }

    private static String key(Element alert, @Nullable Element recipient) {
        return recipient == null ? alert.id() : alert.id() + '/' + recipient.id();
    }

    private static void add(
            List<Recipient> found, Element alert, @Nullable Element recipient, RuleInput now) {
        Map<String, String> meta = values("meta_attributes", alert, recipient, now);
        if (!isTrue(meta.get("enabled"), true)) {
            return;
        }
        String path = alert.attribute("path", "");
        long timeout = Intervals.timeoutMillis(meta.get("timeout"));
        String format = meta.getOrDefault("timestamp-format", "");
        found.add(
                new Recipient(
                        key(alert, recipient),
                        path,
                        recipient == null ? "" : recipient.attribute("value", ""),
                        values("instance_attributes", alert, recipient, now),
                        Selection.of(alert),
                        timeout > 0 ? timeout : TIMEOUT_MS,
                        format.isEmpty() ? TIMESTAMP : format,
                        isTrue(meta.get("group-by-cause"), AlertWays.of(path).isPresent())));
    }

    private static Map<String, String> values(
            String sets, Element alert, @Nullable Element recipient, RuleInput now) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Element owner : recipient == null ? List.of(alert) : List.of(recipient, alert)) {
            NameValues.addTo(values, owner.children(sets), now, "", NameValues.Conflict.KEEP);
        }
        return values;
    }

    private static boolean isTrue(@Nullable String value, boolean absent) {
        return value == null ? absent : YES.contains(value.toLowerCase(java.util.Locale.ROOT));
    }
}
