package io.aplomb.formats.pcs;

import java.util.List;
import java.util.Locale;

/** Roles of resources: the names of today and, before CIB 3.7, those of before. */
final class Roles {

    /** Every name that a command takes, in the order in which messages list them. */
    static final List<String> ALL =
            List.of("Stopped", "Started", "Promoted", "Master", "Unpromoted", "Slave");

    private Roles() {}

    /** The first letter upper case, the others lower case. */
    static String capitalized(String role) {
        return role.isEmpty()
                ? role
                : role.substring(0, 1).toUpperCase(Locale.ROOT)
                        + role.substring(1).toLowerCase(Locale.ROOT);
    }

    /** The name of today of a capitalized role. */
    static String primary(String role) {
        return switch (role) {
            case "Master" -> "Promoted";
            case "Slave" -> "Unpromoted";
            default -> role;
        };
    }

    /**
     * The name that a configuration takes.
     *
     * @param today whether its schema is 3.7 or later
     */
    static String forCib(String role, boolean today) {
        String primary = primary(role);
        if (today) {
            return primary;
        }
        return switch (primary) {
            case "Promoted" -> "Master";
            case "Unpromoted" -> "Slave";
            default -> role;
        };
    }

    /** Whether it is a name of before. */
    static boolean isLegacy(String capitalizedRole) {
        return !primary(capitalizedRole).equals(capitalizedRole);
    }
}
