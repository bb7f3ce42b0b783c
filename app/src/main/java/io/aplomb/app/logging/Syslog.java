package io.aplomb.app.logging;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where log lines go besides, or instead of, standard error.
 *
 * @param socket the unix datagram socket of this machine's syslog
 * @param facility the number of syslog(3), 0 to 23
 * @param tag the program's name in each line
 */
public record Syslog(Path socket, int facility, String tag) {

    /** Where every syslog of Linux listens. */
    public static final Path USUAL_SOCKET = Path.of("/dev/log");

    public static final int USER = 1;
    public static final int DAEMON = 3;

    private static final int LOCAL0 = 16;
    private static final Pattern LOCAL = Pattern.compile("(?:local)?([0-7])");

    /**
     * A facility as keepalived's {@code -S} takes it: {@code 0} to {@code 7} or {@code local0} to
     * {@code local7}, {@code user}, {@code daemon}; empty for another word.
     */
    public static OptionalInt facility(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        Matcher local = LOCAL.matcher(lower);
        if (local.matches()) {
            return OptionalInt.of(LOCAL0 + Integer.parseInt(local.group(1)));
        }
        return switch (lower) {
            case "user" -> OptionalInt.of(USER);
            case "daemon" -> OptionalInt.of(DAEMON);
            default -> OptionalInt.empty();
        };
    }
}
