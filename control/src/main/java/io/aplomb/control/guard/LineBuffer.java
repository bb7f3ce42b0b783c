package io.aplomb.control.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts what comes through a pipe into lines. */
final class LineBuffer {

    /** A recipe with the environment of an agent has a few thousand octets. */
    private static final int LIMIT = 1 << 20;

    private final StringBuilder rest = new StringBuilder();

    /**
     * The lines that these octets complete, without their ends.
     *
     * @throws IllegalStateException for a line without end: what sends it is no program of ours
     */
    List<String> add(byte[] octets) {
        rest.append(new String(octets, StandardCharsets.ISO_8859_1));
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
            lines.add(rest.substring(start, end));
            start = end + 1;
        }
        rest.delete(0, start);
        if (rest.length() > LIMIT) {
            throw new IllegalStateException("a line of more than " + LIMIT + " octets");
        }
        return lines;
    }
}
