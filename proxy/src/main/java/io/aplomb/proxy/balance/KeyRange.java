package io.aplomb.proxy.balance;

/** A part of a byte array, or nothing. */
public record KeyRange(int offset, int length) {

    /** No key was found. */
    public static final KeyRange ABSENT = new KeyRange(0, -1);

    /** True if there is a key, be it empty. */
    public boolean isPresent() {
        return length >= 0;
    }
}
