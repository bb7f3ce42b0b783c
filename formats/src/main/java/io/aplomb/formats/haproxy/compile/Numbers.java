package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.value.InvalidValueException;
import io.aplomb.formats.haproxy.value.SizeValue;

/** Numbers inside words. */
final class Numbers {

    /** What {@link #integer} gives for a text that is no such number. */
    static final int NONE = -1;

    private Numbers() {}

    /** The number in decimal digits, or -1 when it is none within the limits (least: 0 or more). */
    static int integer(String text, int least, int most) {
        try {
            return (int) SizeValue.parseInteger(text, least, most);
        } catch (InvalidValueException _) {
            return NONE;
        }
    }
}
