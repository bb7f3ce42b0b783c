package io.aplomb.proxy.admin;

/** How sessions are named: as HAProxy's pointers, 0x and hexadecimal digits. */
final class SessionIds {

    private SessionIds() {}

    static String text(long id) {
        return "0x" + Long.toHexString(id);
    }

    /** The number, or -1. */
    static long parse(String text) {
        try {
            return Long.parseLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException notAnId) {
            return -1;
        }
    }
}
