package io.aplomb.formats.pcs;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Intervals and time-outs as pcs compares them: whole seconds. */
final class Interval {

    private static final Map<String, Integer> SECONDS =
            Map.of("", 1, "s", 1, "sec", 1, "m", 60, "min", 60, "h", 3600, "hr", 3600);

    private static final Pattern FORM = Pattern.compile("\\+?(\\d{1,15})([a-z]*)");

    private Interval() {}

    /** Seconds; empty where pcs does not understand it (Pacemaker knows more forms). */
    static OptionalLong seconds(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !SECONDS.containsKey(form.group(2))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                Long.parseLong(form.group(1)) * SECONDS.getOrDefault(form.group(2), 1));
    }

    /** Seconds, or the text itself where it is not understood: a key to compare with. */
    static String key(String text) {
        OptionalLong seconds = seconds(text);
        return seconds.isPresent() ? Long.toString(seconds.getAsLong()) : text;
    }

    /** The interval of an operation that names none. */
    static String standard(String operation) {
        return operation.equals("monitor") ? "60s" : "0s";
    }
}
