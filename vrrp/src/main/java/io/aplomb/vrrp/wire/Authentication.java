package io.aplomb.vrrp.wire;

/**
 * How adverts of version 2 are authenticated. RFC 3768 removed it because it protects from mistakes
 * only: the password travels in clear. keepalived's users have it everywhere. Version 3 has none.
 */
public sealed interface Authentication {

    /** No authentication; type 0. */
    None NONE = new None();

    /** How many octets the field has (RFC 2338 section 5.3.10). */
    int DATA_OCTETS = 8;

    /** The number in the Auth Type field. */
    int type();

    /** The field as one big-endian number. */
    long data();

    /** Type 0; the field is zero when sent, ignored when received. */
    record None() implements Authentication {
        @Override
        public int type() {
            return 0;
        }

        @Override
        public long data() {
            return 0;
        }
    }

    /**
     * A plain password, keepalived's {@code auth_type PASS}; type 1.
     *
     * @param data the octets of the password, filled with zeros at its end
     */
    record Password(long data) implements Authentication {
        @Override
        public int type() {
            return 1;
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Password";
        }
    }

    /**
     * The password of these octets. Those after the eighth are left out, as keepalived does; see
     * {@link #isCut}.
     */
    static Password password(byte[] octets) {
        long data = 0;
        for (int i = 0; i < DATA_OCTETS; i++) {
            data = data << 8 | (i < octets.length ? octets[i] & 0xFF : 0);
        }
        return new Password(data);
    }

    /** Whether {@link #password} would lose some of these octets. */
    static boolean isCut(byte[] octets) {
        return octets.length > DATA_OCTETS;
    }
}
