package io.aplomb.proxy.admin;

/**
 * How sessions are named: HAProxy shows pointers, which are never 0; here it is the session's
 * number, plus one.
 */
final class SessionIds {

    private static final int HEXADECIMAL = 16;

    private SessionIds() {}

    static String text(long number) {
        return "0x" + Long.toHexString(number + 1);
    }

    /** The number of a session, or -1 where the text names none. */
    static long parse(String text) {
        try {
            long id =
                    text.startsWith("0x")
                            ? Long.parseLong(text, 2, text.length(), HEXADECIMAL)
                            : Long.parseLong(text);
            return Math.max(id, 0) - 1;
        } catch (NumberFormatException notAnId) {
            return -1;
        }
    }
}
