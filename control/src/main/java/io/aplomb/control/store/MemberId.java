package io.aplomb.control.store;

import java.util.regex.Pattern;

/**
 * Who a member is. The name is the node's and comes back with a new machine; the id belongs to the
 * data on one disk: a node whose data has gone needs a new one, or it could vote twice.
 *
 * @param name letters, digits, dots, dashes, underscores
 * @param id the same letters; chosen by the caller, never used again
 */
public record MemberId(String name, String id) implements Comparable<MemberId> {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,120}");

    public MemberId {
        if (!WORD.matcher(name).matches() || !WORD.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "neither name nor id of a member: " + name + ", " + id);
        }
    }

    /** Reads what {@link #toString} writes. */
    static MemberId parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not NAME@ID: " + text);
        }
        return new MemberId(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public int compareTo(MemberId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name + "@" + id;
    }
}
