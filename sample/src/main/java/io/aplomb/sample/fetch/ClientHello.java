package io.aplomb.sample.fetch;

import io.aplomb.sample.Octets;
import io.aplomb.sample.facts.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first TLS record of a client, read without ending TLS (RFC 8446 sections 4.1.2 and 5.1).
 *
 * @param outcome whether there is one
 * @param version major and minor of the handshake: 0x0303 for TLS 1.2 and 1.3
 * @param serverName the host of the server_name extension (RFC 6066 section 3), or null
 * @param alpn first protocol of the ALPN extension (RFC 7301), or null
 * @param hasCurves whether the supported_groups extension is there
 * @param ticket 0 without a session_ticket extension, 1 with an empty one, 2 with a ticket
 */
record ClientHello(
        Outcome outcome,
        int version,
        @Nullable String serverName,
        @Nullable String alpn,
        boolean hasCurves,
        int ticket) {

    enum Outcome {
        /** It is one, all of it is there. */
        COMPLETE,
        /** It may become one: more octets are needed. */
        PARTIAL,
        /** It is something else. */
        OTHER
    }

    private static final int HANDSHAKE = 0x16;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 5;
    private static final int MIN_RECORD = 47;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int ALPN = 16;
    private static final int SESSION_TICKET = 35;

    private static final ClientHello PARTIAL = of(Outcome.PARTIAL);
    private static final ClientHello OTHER = of(Outcome.OTHER);

    private static ClientHello of(Outcome outcome) {
        return new ClientHello(outcome, 0, null, null, false, 0);
    }

    /** Reads what there is; nothing is thrown for any octets. */
    static ClientHello read(@Nullable Payload payload) {
        if (payload == null || payload.length() == 0) {
            return PARTIAL;
        }
        if (payload.octet(0) != HANDSHAKE) {
            return OTHER;
        }
        if (payload.length() < RECORD_HEADER) {
            return PARTIAL;
        }
        int recordLength = payload.octet(3) << 8 | payload.octet(4);
        if (payload.octet(1) < 3 || recordLength < MIN_RECORD) {
            return OTHER;
        }
        if (payload.length() > RECORD_HEADER && payload.octet(RECORD_HEADER) != CLIENT_HELLO) {
            return OTHER;
        }
        if (payload.length() < RECORD_HEADER + recordLength) {
            return PARTIAL;
        }
        return hello(new Cursor(payload.slice(RECORD_HEADER, recordLength)));
    }

    private static ClientHello hello(Cursor in) {
        in.skip(4);
        int version = in.number(2);
        in.skip(32);
        in.skip(in.number(1));
        in.skip(in.number(2));
        in.skip(in.number(1));
        if (in.failed) {
            return OTHER;
        }
        String serverName = null;
        String alpn = null;
        boolean curves = false;
        int ticket = 0;
        if (in.left() >= 2) {
            in.skip(2);
        }
        while (in.left() >= 4) {
            int type = in.number(2);
            Cursor extension = in.inside(in.number(2));
            switch (type) {
                case SERVER_NAME -> serverName = serverName(extension);
                case ALPN -> alpn = alpn(extension);
                case SUPPORTED_GROUPS -> curves = true;
                case SESSION_TICKET -> ticket = extension.left() > 0 ? 2 : 1;
                default -> {}
            }
        }
        return new ClientHello(Outcome.COMPLETE, version, serverName, alpn, curves, ticket);
    }

    private static @Nullable String serverName(Cursor extension) {
        extension.skip(2);
        boolean hostName = extension.number(1) == 0;
        String name = extension.text(extension.number(2));
        return hostName && !extension.failed ? name : null;
    }

    private static @Nullable String alpn(Cursor extension) {
        extension.skip(2);
        String first = extension.text(extension.number(1));
        return extension.failed ? null : first;
    }

    /** Reads forward; past the end it gives zeros and says it failed. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;
        boolean failed;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        int left() {
            return bytes.length - at;
        }

        void skip(int count) {
            if (count > left()) {
                failed = true;
                at = bytes.length;
            } else {
                at += count;
            }
        }

        int number(int octets) {
            int value = 0;
            for (int i = 0; i < octets; i++) {
                if (at == bytes.length) {
                    failed = true;
                    return 0;
                }
                value = value << 8 | (bytes[at++] & 0xFF);
            }
            return value;
        }

        String text(int length) {
            int start = at;
            skip(length);
            return failed ? "" : Octets.text(bytes, start, length);
        }

        Cursor inside(int length) {
            int start = at;
            skip(length);
            return new Cursor(Arrays.copyOfRange(bytes, Math.min(start, at), at));
        }
    }
}
