package io.aplomb.proxy.health;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says: words between blanks and commas, in any order, the last one of each kind
 * counts (manual 5.2 "agent-check").
 *
 * @param health "up", "down", "stopped" or "fail" as it was written
 * @param admin "ready", "drain" or "maint" in lower case
 * @param weight a percentage
 * @param maxConn what follows "maxconn:"
 * @param error the first word that means nothing
 * @param description what follows a sharp, or empty
 */
record AgentLine(
        @Nullable String health,
        @Nullable String admin,
        @Nullable String weight,
        @Nullable String maxConn,
        @Nullable String error,
        String description) {

    private static final String MAX_CONN = "maxconn:";

    /** Reads a line, without its end. */
    static AgentLine parse(String line) {
        String health = null;
        String admin = null;
        String weight = null;
        String maxConn = null;
        String error = null;
        int at = 0;
        while (at < line.length()) {
            char first = line.charAt(at);
            if (first == '#') {
                break;
            }
            if (isSeparator(first)) {
                at++;
                continue;
            }
            int end = endOfWord(line, at);
            String word = line.substring(at, end);
            at = end;
            String lower = word.toLowerCase(Locale.ROOT);
            switch (lower) {
                case "up", "down", "stopped", "fail" -> health = word;
                case "ready", "drain", "maint" -> admin = lower;
                default -> {
                    if (first >= '0' && first <= '9' && word.indexOf('%') > 0) {
                        weight = word;
                    } else if (lower.startsWith(MAX_CONN)) {
                        maxConn = word.substring(MAX_CONN.length());
                    } else if (error == null) {
                        error = word;
                    }
                }
            }
        }
        return new AgentLine(health, admin, weight, maxConn, error, description(line, at));
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '\t' || c == ',';
    }

    private static int endOfWord(String line, int start) {
        int end = start;
        while (end < line.length() && !isSeparator(line.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Behind the sharp and the blanks that follow it. */
    private static String description(String line, int sharp) {
        int start = sharp + 1;
        while (start < line.length() && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        return start < line.length() ? line.substring(start) : "";
    }

    boolean saysUp() {
        return "up".equalsIgnoreCase(health);
    }

    /**
     * What the statistics tell of it.
     *
     * @param warning why a weight or limit was not granted
     */
    CheckResult result(@Nullable String warning, long durationMs) {
        String odd = error == null ? warning : error;
        if (health == null) {
            String words = "";
            if (odd != null) {
                words = (error == null ? "agent warns : " : "agent reports an error : ") + odd;
            }
            return new CheckResult(CheckStatus.CHECKED, 0, durationMs, words);
        }
        // Why a server is down matters most; else there is room for what was wrong with the line.
        boolean own = !description.isEmpty() && !(saysUp() && odd != null);
        String why = own || odd == null ? description : odd;
        return new CheckResult(
                saysUp() ? CheckStatus.L7_OK : CheckStatus.L7_STATUS,
                0,
                durationMs,
                "via agent : " + health + (why.isEmpty() ? "" : " (" + why + ")"));
    }
}
