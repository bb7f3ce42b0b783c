package io.aplomb.formats.cib;

import io.aplomb.base.SourcePosition;
import java.util.Arrays;
import javax.xml.stream.Location;

/** Where the lines of a text begin. */
final class Lines {

    private final int[] starts;
    private final int lengthChars;

    Lines(String text) {
        int[] found = new int[64];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = at + 1;
        }
        starts = Arrays.copyOf(found, count);
        lengthChars = text.length();
    }

    /** The place of a character. */
    SourcePosition position(String file, int offset) {
        int found = Arrays.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new SourcePosition(file, line + 1, offset - starts[line] + 1);
    }

    /** The index of the character at a place that counts from 1, never outside the text. */
    int offset(Location location) {
        int line = Math.clamp(location.getLineNumber() - 1, 0, starts.length - 1);
        int column = Math.max(0, location.getColumnNumber() - 1);
        return Math.min(starts[line] + column, lengthChars);
    }
}
