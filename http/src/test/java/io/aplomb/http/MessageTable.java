package io.aplomb.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the tables of messages beside the tests, whose notation their first lines explain. */
final class MessageTable {
    /** Three cells; the message is ready to be sent. */
    record Row(String first, String second, String message) {
        @Override
        public String toString() {
            String shown = message.length() > 80 ? message.substring(0, 80) + "..." : message;
            return first + " " + second + " " + shown.replace("\r", "\\r").replace("\n", "\\n");
        }
    }

    private MessageTable() {}

    static List<Row> read(String name) {
        List<Row> rows = new ArrayList<>();
        for (String line : text(name).split("\n")) {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                String[] cells = line.split(" \\| ", 3);
                rows.add(new Row(cells[0], cells[1], message(cells[2])));
            }
        }
        return rows;
    }

    private static String text(String name) {
        try (InputStream in = MessageTable.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String message(String cell) {
        StringBuilder out = new StringBuilder();
        int repeatFrom = -1;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\\') {
                i = appendEscape(out, cell, i + 1);
            } else if (c == '{'
                    && cell.indexOf('*', i) > 0
                    && cell.indexOf('}', i) > cell.indexOf('*', i)) {
                repeatFrom = out.length();
            } else if (c == '*' && repeatFrom >= 0) {
                int end = cell.indexOf('}', i);
                String repeated = out.substring(repeatFrom);
                out.append(repeated.repeat(Integer.parseInt(cell.substring(i + 1, end)) - 1));
                repeatFrom = -1;
                i = end;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Appends what an escape stands for and gives the index of its last character. */
    private static int appendEscape(StringBuilder out, String cell, int at) {
        switch (cell.charAt(at)) {
            case 'r' -> out.append('\r');
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'x' -> {
                out.append((char) Integer.parseInt(cell.substring(at + 1, at + 3), 16));
                return at + 2;
            }
            default -> out.append(cell.charAt(at));
        }
        return at;
    }
}
