package io.aplomb.model.cib;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ways in which an alert tells, beside scripts: what its {@code path} says behind {@code
 * aplomb:}, and the options (instance attributes) that each knows.
 */
public final class AlertWays {
    /** The begin of a path that is no script. */
    public static final String PREFIX = "aplomb:";

    /** By mail. */
    public static final String MAIL = "mail";

    /** By a request of HTTP. */
    public static final String WEBHOOK = "webhook";

    /** By traps. */
    public static final String SNMP = "snmp";

    /** Options that begin so are headers of a webhook's requests. */
    public static final String HEADER = "header.";

    private static final Set<String> EVERYWHERE = Set.of("lang", "retries");

    private static final Map<String, Set<String>> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put(MAIL, Set.of("server", "port", "from", "helo", "tls", "user", "password-file"));
        OPTIONS.put(WEBHOOK, Set.of("secret-file", "token-file"));
        OPTIONS.put(
                SNMP,
                Set.of(
                        "version",
                        "community",
                        "user",
                        "auth-protocol",
                        "auth-password-file",
                        "priv-protocol",
                        "priv-password-file"));
    }

    private AlertWays() {}

    /** Their names. */
    public static Set<String> names() {
        return Set.copyOf(OPTIONS.keySet());
    }

    /** The way that a path names, which may be none of ours; empty for a script. */
    public static Optional<String> of(String path) {
        return path.startsWith(PREFIX)
                ? Optional.of(path.substring(PREFIX.length()))
                : Optional.empty();
    }

    /** The options of a way, in alphabetical order; {@link #HEADER} stands for all headers. */
    public static Set<String> options(String way) {
        Set<String> options = new TreeSet<>(EVERYWHERE);
        options.addAll(OPTIONS.getOrDefault(way, Set.of()));
        if (way.equals(WEBHOOK)) {
            options.add(HEADER);
        }
        return options;
    }

    /** Whether a way knows an option. */
    public static boolean knows(String way, String option) {
        return EVERYWHERE.contains(option)
                || OPTIONS.getOrDefault(way, Set.of()).contains(option)
                || (way.equals(WEBHOOK)
                        && option.startsWith(HEADER)
                        && option.length() > HEADER.length());
    }
}
