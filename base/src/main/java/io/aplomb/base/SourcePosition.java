package io.aplomb.base;

/**
 * A place in a configuration text.
 *
 * @param file the name the text was given by its reader
 * @param line 1-based; 0 means the text as a whole
 * @param column 1-based, counted in characters; 0 means the line as a whole
 */
public record SourcePosition(String file, int line, int column)
        implements Comparable<SourcePosition> {

    public SourcePosition {
        Check.argument(line >= 0, "line is negative");
        Check.argument(column >= 0, "column is negative");
    }

    /** The text as a whole. */
    public static SourcePosition ofFile(String file) {
        return new SourcePosition(file, 0, 0);
    }

    /** {@code file:line:column}, without the parts that are 0. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }

    /** By file name, then line, then column. */
    @Override
    public int compareTo(SourcePosition other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }
}
