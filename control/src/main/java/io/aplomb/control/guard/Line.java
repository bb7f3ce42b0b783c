package io.aplomb.control.guard;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A line of the protocol: a verb and words {@code key=value}, where octets that could be mistaken
 * are written {@code %XX}. Lines are of our own program: one that cannot be read is a bug.
 */
record Line(String verb, List<Word> words) {

    private static final String PLAIN = "-_./:,+@~";

    /** One word. */
    record Word(String key, String value) {
        int number() {
            return Integer.parseInt(value);
        }

        long longNumber() {
            return Long.parseLong(value);
        }
    }

    Line {
        words = List.copyOf(words);
    }

    /** Makes a line, word by word. */
    static final class Builder {
        private final String verb;
        private final List<Word> words = new ArrayList<>();

        Builder(String verb) {
            this.verb = verb;
        }

        Builder add(String key, Object value) {
            words.add(new Word(key, value.toString()));
            return this;
        }

        Line build() {
            return new Line(verb, words);
        }
    }

    /** The words in order, one key after the other as they are expected. */
    static final class Reader {
        private final Iterator<Word> words;

        Reader(Line line) {
            this.words = line.words.iterator();
        }

        boolean more() {
            return words.hasNext();
        }

        Word next() {
            return words.next();
        }

        /** The next, which has to be of that key. */
        Word next(String key) {
            if (!words.hasNext()) {
                throw new IllegalArgumentException("no " + key);
            }
            Word word = words.next();
            if (!word.key.equals(key)) {
                throw new IllegalArgumentException(word.key + " where " + key + " is expected");
            }
            return word;
        }
    }

    static Line parse(String text) {
        List<Word> words = new ArrayList<>();
        String[] parts = text.split(" ", -1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("no value: " + parts[i]);
            }
            words.add(
                    new Word(parts[i].substring(0, equals), plain(parts[i].substring(equals + 1))));
        }
        return new Line(parts[0], words);
    }

    /** Without its end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(verb);
        for (Word word : words) {
            text.append(' ').append(word.key).append('=');
            escape(word.value, text);
        }
        return text.toString();
    }

    private static void escape(String value, StringBuilder to) {
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) octet;
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || PLAIN.indexOf(c) >= 0) {
                to.append(c);
            } else {
                to.append('%')
                        .append(Character.forDigit(octet >> 4 & 15, 16))
                        .append(Character.forDigit(octet & 15, 16));
            }
        }
    }

    private static String plain(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        ByteBuffer octets = ByteBuffer.allocate(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                if (i + 2 >= escaped.length()) {
                    throw new IllegalArgumentException("cut off: " + escaped);
                }
                octets.put((byte) Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.put((byte) c);
            }
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(octets.flip());
            return text.toString();
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("not UTF-8: " + escaped, broken);
        }
    }
}
