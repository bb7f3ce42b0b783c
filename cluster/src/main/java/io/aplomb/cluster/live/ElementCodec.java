package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees as octets, for the replicated log and its snapshots.
 *
 * <p>A tree is its name, attributes, children and line; numbers have a variable length; a text that
 * came before is named by its number. Pure.
 */
public final class ElementCodec {
    private static final byte FORMAT = 1;
    private static final int MAX_DEPTH = 200;

    private ElementCodec() {}

    /** Octets of a tree. */
    public static byte[] encode(Element element) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(FORMAT);
            new Writer(out).element(element);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return octets.toByteArray();
    }

    /**
     * The tree of octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static Element decode(byte[] octets) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("unknown format " + format);
            }
            return new Reader(in, octets.length).element(0);
        } catch (IOException | IndexOutOfBoundsException damaged) {
            throw new IllegalArgumentException("damaged: " + damaged.getMessage(), damaged);
        }
    }

    private static final class Writer {
        private final DataOutputStream out;
        private final Map<String, Integer> known = new HashMap<>();

        Writer(DataOutputStream out) {
            this.out = out;
        }

        void element(Element element) throws IOException {
            text(element.name());
            number(element.attributes().size());
            for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
                text(attribute.getKey());
                text(attribute.getValue());
            }
            number(element.line());
            number(element.children().size());
            for (Element child : element.children()) {
                element(child);
            }
        }

        private void text(String text) throws IOException {
            Integer number = known.get(text);
            if (number != null) {
                number(number + 1);
                return;
            }
            known.put(text, known.size());
            number(0);
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            number(octets.length);
            out.write(octets);
        }

        private void number(int value) throws IOException {
            int rest = value;
            while ((rest & ~0x7f) != 0) {
                out.writeByte((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.writeByte(rest);
        }
    }

    private static final class Reader {
        private final DataInputStream in;
        private final int size;
        private final List<String> known = new ArrayList<>();

        Reader(DataInputStream in, int size) {
            this.in = in;
            this.size = size;
        }

        Element element(int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new IllegalArgumentException("more than " + MAX_DEPTH + " levels");
            }
            String name = text();
            int attributes = count();
            Map<String, String> pairs = new LinkedHashMap<>();
            for (int i = 0; i < attributes; i++) {
                String key = text();
                pairs.put(key, text());
            }
            int line = number();
            int children = count();
            List<Element> inside = new ArrayList<>();
            for (int i = 0; i < children; i++) {
                inside.add(element(depth + 1));
            }
            return new Element(name, pairs, inside, line);
        }

        private String text() throws IOException {
            int number = number();
            if (number > 0) {
                return known.get(number - 1);
            }
            byte[] octets = in.readNBytes(count());
            String text = new String(octets, StandardCharsets.UTF_8);
            known.add(text);
            return text;
        }

        /** Of things of at least one octet each. */
        private int count() throws IOException {
            int count = number();
            if (count < 0 || count > size) {
                throw new IllegalArgumentException("a count of " + count);
            }
            return count;
        }

        private int number() throws IOException {
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int octet = in.readUnsignedByte();
                value |= (octet & 0x7f) << shift;
                if ((octet & 0x80) == 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number of more than five octets");
        }
    }
}
