package io.aplomb.sample;

/** An argument of a fetch or converter is not right; the message says why, in the user's words. */
public final class ArgumentException extends Exception {

    private final int index;

    /** The argument at this index (from 0) is wrong for this reason. */
    public ArgumentException(int index, String reason) {
        super(reason, null, false, false);
        this.index = index;
    }

    /** Which argument, from 0. */
    public int index() {
        return index;
    }
}
