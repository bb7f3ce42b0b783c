package io.aplomb.formats.text;

/** What this program does with a keyword. */
public enum Status {
    /** It does what the manual of the language says. */
    HONOURED,
    /** It is honoured, but written otherwise today; the note gives that form. */
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
