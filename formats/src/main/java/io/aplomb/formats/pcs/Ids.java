package io.aplomb.formats.pcs;

/** The form of ids: letters, digits, {@code _ - .}; the first one a letter or {@code _}. */
final class Ids {

    private Ids() {}

    /** Without the characters an id cannot have. */
    static String sanitized(String proposed) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < proposed.length(); i++) {
            char c = proposed.charAt(i);
            if (i == 0 ? isFirst(c) : isRest(c)) {
                id.append(c);
            }
        }
        return id.toString();
    }

    /**
     * Reports what is wrong with the form of an id.
     *
     * @param description what it is the id of, such as {@code resource name}
     */
    static void check(String id, String description, Reports reports) {
        if (id.isEmpty()) {
            reports.error(description + " cannot be empty");
            return;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (i == 0 ? !isFirst(c) : !isRest(c)) {
                reports.error(
                        "invalid %s '%s', '%s' is not a valid %scharacter for a %s"
                                .formatted(
                                        description, id, c, i == 0 ? "first " : "", description));
            }
        }
    }

    /** Reports an id that cannot be given to something new. */
    static void checkNew(String id, String description, CibEdit cib, Reports reports) {
        int before = reports.lines().size();
        check(id, description, reports);
        if (reports.lines().size() > before) {
            return;
        }
        if (cib.exists(id) || cib.isBooked(id)) {
            reports.error("'" + id + "' already exists");
        } else {
            cib.book(id);
        }
    }

    private static boolean isFirst(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isRest(char c) {
        return isFirst(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
}
