package io.aplomb.proxy.recorded;

import io.aplomb.http.HttpHead;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms of messages and log lines in which a recording and its playback can be compared. */
final class Parsed {

    private static final Pattern HEADER = Pattern.compile("(?m)^([!-9;-~]+):");
    private static final Pattern CONNECTION = Pattern.compile("connection: [^\r]*\r\n");
    private static final Pattern FIGURES =
            Pattern.compile(
                    "^(.*?) (?:T|[-0-9/+]+) (-?\\d+) \\d+ (.*) (?:T|[-0-9/+]+) \\d+/\\d+(.*)$");
    private static final Pattern LOG_START = Pattern.compile("^\\S+ \\[[^]]*\\] ");

    private Parsed() {}

    /**
     * HAProxy writes header names in lower case; whose connection it is, is the data path's part.
     */
    static String normalized(HttpHead head) {
        return normalized(head.toString());
    }

    static String normalized(String message) {
        int end = message.indexOf("\r\n\r\n");
        if (end < 0) {
            return message;
        }
        Matcher matcher = HEADER.matcher(message.substring(0, end + 2));
        String fields =
                matcher.replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        found.group(1).toLowerCase(Locale.ROOT) + ":"));
        return CONNECTION.matcher(fields).replaceAll("") + message.substring(end + 2);
    }

    /** A log line without client, time, figures and sizes. */
    static String logTail(String line) {
        String tail = LOG_START.matcher(line).replaceFirst("");
        Matcher matcher = FIGURES.matcher(tail);
        return matcher.matches()
                ? matcher.group(1)
                        + " "
                        + matcher.group(2)
                        + " "
                        + matcher.group(3)
                        + matcher.group(4)
                : tail;
    }
}
