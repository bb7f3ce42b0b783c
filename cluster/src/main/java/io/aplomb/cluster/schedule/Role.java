package io.aplomb.cluster.schedule;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a resource is on a node, from less to more. */
public enum Role {
    UNKNOWN("Unknown"),
    STOPPED("Stopped"),
    STARTED("Started"),
    UNPROMOTED("Unpromoted"),
    PROMOTED("Promoted");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** As Pacemaker writes it. */
    public String text() {
        return text;
    }

    /** Reads a role, the names used before Pacemaker 2.1 included; UNKNOWN for anything else. */
    public static Role parse(@Nullable String text) {
        if (text == null) {
            return UNKNOWN;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "stopped" -> STOPPED;
            case "started" -> STARTED;
            case "unpromoted", "slave" -> UNPROMOTED;
            case "promoted", "master" -> PROMOTED;
            default -> UNKNOWN;
        };
    }

    boolean above(Role other) {
        return compareTo(other) > 0;
    }

    boolean below(Role other) {
        return compareTo(other) < 0;
    }

    boolean isActive() {
        return above(STOPPED);
    }
}
