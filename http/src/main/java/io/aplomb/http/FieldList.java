package io.aplomb.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The ordered fields of one head as offsets into its {@link HeadBytes}.
 *
 * <p>Each field is a row of {@link #STRIDE} ints. {@link #LINE_END} is the end of its line when the
 * bytes from the name to there are exactly {@code name ":" [SP] value CRLF}, else 0; runs of such
 * lines that follow each other in the array are written with one copy.
 */
final class FieldList {
    static final int STRIDE = 6;
    static final int NAME = 0;
    static final int NAME_LENGTH = 1;
    static final int VALUE = 2;
    static final int VALUE_LENGTH = 3;
    static final int SIGNATURE = 4;
    static final int LINE_END = 5;

    private static final int FIRST_CAPACITY = 32;

    /** Separator and line end: {@code ": "} and CRLF. */
    private static final int LINE_OVERHEAD_BYTES = 4;

    private final HeadBytes bytes;
    int[] rows = new int[FIRST_CAPACITY * STRIDE];
    int count;

    /** An upper bound, exact to one byte a field, of the bytes all the lines take when encoded. */
    int encodedBytes;

    FieldList(HeadBytes bytes) {
        this.bytes = bytes;
    }

    void clear() {
        count = 0;
        encodedBytes = 0;
    }

    void addRow(int name, int nameLength, int value, int valueLength, int signature, int lineEnd) {
        int row = count * STRIDE;
        if (row == rows.length) {
            rows = Arrays.copyOf(rows, rows.length * 2);
        }
        count++;
        fillRow(row, name, nameLength, value, valueLength, signature, lineEnd);
    }

    private void fillRow(
            int row,
            int name,
            int nameLength,
            int value,
            int valueLength,
            int signature,
            int lineEnd) {
        int[] target = rows;
        target[row] = name;
        target[row + NAME_LENGTH] = nameLength;
        target[row + VALUE] = value;
        target[row + VALUE_LENGTH] = valueLength;
        target[row + SIGNATURE] = signature;
        target[row + LINE_END] = lineEnd;
        encodedBytes += nameLength + valueLength + LINE_OVERHEAD_BYTES;
    }

    int at(int index, int column) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("field " + index + " of " + count);
        }
        return rows[index * STRIDE + column];
    }

    int indexOf(FieldName name, int from) {
        int[] table = rows;
        int signature = name.signature;
        for (int i = from, row = from * STRIDE; i < count; i++, row += STRIDE) {
            if (table[row + SIGNATURE] == signature
                    && name.matches(bytes.array, table[row], table[row + NAME_LENGTH])) {
                return i;
            }
        }
        return -1;
    }

    /** Appends a line and its row, for a checked value. False if the bytes have no room. */
    boolean append(FieldName name, String value) {
        if (!bytes.reserve(name.wire.length + value.length() + LINE_OVERHEAD_BYTES)) {
            return false;
        }
        int nameAt = beginLine(name.wire, 0, name.wire.length);
        int valueAt = bytes.length;
        bytes.append(value);
        addRow(nameAt, name.wire.length, valueAt, value.length(), name.signature, endLine());
        return true;
    }

    /** Appends the line of a field with a new value and points its row there. */
    boolean replaceValue(int index, String value) {
        int nameLength = at(index, NAME_LENGTH);
        if (!bytes.reserve(nameLength + value.length() + LINE_OVERHEAD_BYTES)) {
            return false;
        }
        int row = index * STRIDE;
        encodedBytes -= nameLength + rows[row + VALUE_LENGTH] + LINE_OVERHEAD_BYTES;
        int nameAt = beginLine(bytes.array, rows[row], nameLength);
        int valueAt = bytes.length;
        bytes.append(value);
        fillRow(row, nameAt, nameLength, valueAt, value.length(), rows[row + SIGNATURE], endLine());
        return true;
    }

    /**
     * Joins bytes of a following line to the last field, with spaces over what is between. False if
     * the field frames the message, for its value has been judged already.
     */
    boolean extendLast(int from, int end) {
        int row = (count - 1) * STRIDE;
        if (FramingFields.isFraming(
                bytes.array, rows[row], rows[row + NAME_LENGTH], rows[row + SIGNATURE])) {
            return false;
        }
        int oldEnd = rows[row + VALUE] + rows[row + VALUE_LENGTH];
        int newEnd = end;
        while (newEnd > from && Octets.isBlank(bytes.array[newEnd - 1])) {
            newEnd--;
        }
        if (rows[row + VALUE_LENGTH] == 0) {
            int start = from;
            while (start < newEnd && Octets.isBlank(bytes.array[start])) {
                start++;
            }
            rows[row + VALUE] = start;
            rows[row + VALUE_LENGTH] = newEnd - start;
            encodedBytes += newEnd - start;
        } else if (newEnd > from) {
            Arrays.fill(bytes.array, oldEnd, from, (byte) ' ');
            encodedBytes += newEnd - oldEnd;
            rows[row + VALUE_LENGTH] += newEnd - oldEnd;
        }
        rows[row + LINE_END] = 0;
        return true;
    }

    private int beginLine(byte[] source, int offset, int length) {
        int start = bytes.length;
        bytes.append(source, offset, length);
        bytes.append(':');
        bytes.append(' ');
        return start;
    }

    private int endLine() {
        bytes.append('\r');
        bytes.append('\n');
        return bytes.length;
    }

    void removeAt(int index) {
        encodedBytes -= at(index, NAME_LENGTH) + at(index, VALUE_LENGTH) + LINE_OVERHEAD_BYTES;
        int row = index * STRIDE;
        System.arraycopy(rows, row + STRIDE, rows, row, (count - index - 1) * STRIDE);
        count--;
    }

    /** Moves the last field to a place before. */
    void moveLastTo(int index) {
        int last = (count - 1) * STRIDE;
        int row = index * STRIDE;
        int name = rows[last];
        int nameLength = rows[last + NAME_LENGTH];
        int value = rows[last + VALUE];
        int valueLength = rows[last + VALUE_LENGTH];
        int signature = rows[last + SIGNATURE];
        int lineEnd = rows[last + LINE_END];
        System.arraycopy(rows, row, rows, row + STRIDE, last - row);
        encodedBytes -= nameLength + valueLength + LINE_OVERHEAD_BYTES;
        fillRow(row, name, nameLength, value, valueLength, signature, lineEnd);
    }

    /**
     * Writes all lines.
     *
     * @param pendingStart where a run that was begun before the fields starts (the start line), or
     *     -1
     * @param pendingEnd the end of that run
     */
    void encodeTo(ByteBuf out, int pendingStart, int pendingEnd) {
        byte[] source = bytes.array;
        int runStart = pendingStart;
        int runEnd = pendingEnd;
        for (int i = 0, row = 0; i < count; i++, row += STRIDE) {
            int lineEnd = rows[row + LINE_END];
            if (lineEnd != 0 && rows[row] == runEnd) {
                runEnd = lineEnd;
                continue;
            }
            if (runStart >= 0) {
                out.writeBytes(source, runStart, runEnd - runStart);
            }
            if (lineEnd != 0) {
                runStart = rows[row];
                runEnd = lineEnd;
            } else {
                writeLine(out, source, row);
                runStart = -1;
                runEnd = -1;
            }
        }
        if (runStart >= 0) {
            out.writeBytes(source, runStart, runEnd - runStart);
        }
    }

    private void writeLine(ByteBuf out, byte[] source, int row) {
        out.writeBytes(source, rows[row], rows[row + NAME_LENGTH]);
        out.writeShort(':' << 8 | ' ');
        out.writeBytes(source, rows[row + VALUE], rows[row + VALUE_LENGTH]);
        out.writeShort('\r' << 8 | '\n');
    }
}
