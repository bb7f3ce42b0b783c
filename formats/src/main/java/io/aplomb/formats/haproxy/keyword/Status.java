package io.aplomb.formats.haproxy.keyword;

/** What this program does with a keyword. */
public enum Status {
    /** It does what HAProxy's manual says. */
    HONOURED,
    /** It is honoured, but newer HAProxy versions want it written otherwise. */
    OBSOLETE,
    /** It is read and has no effect; the note says why that is right. */
    ACCEPTED,
    /** The configuration is refused; the note says what to write instead. */
    REFUSED;

    /** Whether the compiler sees statements with such a keyword. */
    public boolean isEffective() {
        return this == HONOURED || this == OBSOLETE;
    }
}
