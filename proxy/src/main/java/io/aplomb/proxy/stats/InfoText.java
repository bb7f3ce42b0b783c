package io.aplomb.proxy.stats;

/** {@code show info} (management manual 9.3). */
public final class InfoText {

    private InfoText() {}

    /**
     * A line for each field.
     *
     * @param described with what each field means
     */
    public static String plain(StatsSnapshot snapshot, boolean described) {
        StringBuilder out = new StringBuilder();
        for (InfoField field : InfoField.values()) {
            out.append(field.label()).append(": ").append(snapshot.info(field));
            describe(field, described, out);
        }
        return out.toString();
    }

    /** A line for each field, as {@code 6.Pid.1:SGP:u32:27729}. */
    public static String typed(StatsSnapshot snapshot, boolean described) {
        StringBuilder out = new StringBuilder();
        for (InfoField field : InfoField.values()) {
            out.append(field.ordinal()).append('.').append(field.label()).append(".1:");
            out.append(field.tags()).append(':').append(field.type().word()).append(':');
            out.append(snapshot.info(field));
            describe(field, described, out);
        }
        return out.toString();
    }

    private static void describe(InfoField field, boolean described, StringBuilder out) {
        if (described) {
            out.append(":\"").append(field.description()).append('"');
        }
        out.append('\n');
    }
}
