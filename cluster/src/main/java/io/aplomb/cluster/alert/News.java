package io.aplomb.cluster.alert;

/**
 * Something that happened, at its place in the order of all that is told.
 *
 * @param number from 1, never given twice: by it a receiver knows what it was told already
 * @param atMs when, in milliseconds since 1970
 * @param incident the number of the news that caused this; its own number for a cause, 0 for what
 *     stands for itself
 */
public record News(long number, long atMs, Happening what, long incident) {
    /** Whether others may come of it. */
    public boolean isCause() {
        return incident == number;
    }
}
