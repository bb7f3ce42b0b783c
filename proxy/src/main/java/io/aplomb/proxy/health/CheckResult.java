package io.aplomb.proxy.health;

/**
 * The end of one check.
 *
 * @param code the status of an HTTP answer, or 0
 * @param durationMs from its start, or -1 if none is known
 * @param info what the peer or the system said ("Connection refused", "Not Found"), or empty
 */
public record CheckResult(CheckStatus status, int code, long durationMs, String info) {

    /** No check has ended yet. */
    public static final CheckResult NONE = new CheckResult(CheckStatus.INITIALIZING, 0, -1, "");

    private static final int DELETE = 127;

    CheckResult withoutInfo() {
        return info.isEmpty() ? this : new CheckResult(status, code, durationMs, "");
    }

    /** ", reason: ..., code: ..., info: "...", check duration: ...ms" as in log lines. */
    String logText() {
        var text = new StringBuilder(", reason: ").append(status.description());
        if (status.hasCode()) {
            text.append(", code: ").append(code);
        }
        if (!info.isEmpty()) {
            text.append(", info: \"").append(printable(info)).append('"');
        }
        if (durationMs >= 0) {
            text.append(", check duration: ").append(durationMs).append("ms");
        }
        return text.toString();
    }

    /** A server's words must not end a log line or its quotes. */
    private static String printable(String text) {
        var safe = new StringBuilder(text.length());
        text.chars()
                .forEach(
                        c -> {
                            if (c < ' ' || c == DELETE) {
                                safe.append("<%02X>".formatted(c));
                            } else {
                                safe.append(c == '"' ? '?' : (char) c);
                            }
                        });
        return safe.toString();
    }
}
