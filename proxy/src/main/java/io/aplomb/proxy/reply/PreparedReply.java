package io.aplomb.proxy.reply;

/**
 * An answer ready for the wire.
 *
 * @param bytes head and body; empty to close silently. To be read only
 * @param status for the log, -1 when nothing is sent
 * @param close whether the client's connection ends after it
 */
public record PreparedReply(byte[] bytes, int status, boolean close) {

    private static final byte[] NOTHING = {};

    /** Nothing is said and the connection ends. */
    public static final PreparedReply SILENCE = new PreparedReply(NOTHING, -1, true);

    /** The same with another status for the log. */
    PreparedReply withStatus(int logged) {
        return new PreparedReply(bytes, logged, close);
    }
}
