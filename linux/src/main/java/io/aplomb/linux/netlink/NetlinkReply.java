package io.aplomb.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One message of the kernel: its type, sequence number and what follows the header.
 *
 * <p>For the families of this module.
 *
 * @param body must not be changed
 */
public record NetlinkReply(int type, int sequence, Body body) {

    private static final int ALIGNMENT = 4;

    /** Bits of an attribute's type that are flags: nested, network order (netlink(7)). */
    private static final int TYPE_MASK = 0x3fff;

    /** Cuts a datagram into its messages; what is cut short at the end is left out. */
    public static List<NetlinkReply> parse(byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        List<NetlinkReply> messages = new ArrayList<>();
        int at = 0;
        while (at + NetlinkMessage.HEADER_BYTES <= datagram.length) {
            int length = in.getInt(at);
            if (length < NetlinkMessage.HEADER_BYTES || at + length > datagram.length) {
                break;
            }
            byte[] body =
                    Arrays.copyOfRange(datagram, at + NetlinkMessage.HEADER_BYTES, at + length);
            messages.add(
                    new NetlinkReply(
                            Short.toUnsignedInt(in.getShort(at + 4)),
                            in.getInt(at + 8),
                            new Body(body)));
            at += aligned(length);
        }
        return messages;
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The octets after the header, read in the machine's order. */
    public static final class Body {

        private final ByteBuffer octets;

        /** Wraps octets that nobody changes. */
        public Body(byte[] octets) {
            this.octets = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
        }

        /** How many octets there are. */
        public int length() {
            return octets.limit();
        }

        /** 8 bits without sign. */
        public int byteAt(int offset) {
            return Byte.toUnsignedInt(octets.get(offset));
        }

        /** 16 bits without sign. */
        public int shortAt(int offset) {
            return Short.toUnsignedInt(octets.getShort(offset));
        }

        /** 32 bits. */
        public int intAt(int offset) {
            return octets.getInt(offset);
        }

        /** The attributes after a fixed part of so many octets. */
        public Attributes attributes(int fixedBytes) {
            Map<Integer, byte[]> found = new TreeMap<>();
            int at = fixedBytes;
            while (at + NetlinkMessage.ATTRIBUTE_HEADER_BYTES <= octets.limit()) {
                int length = shortAt(at);
                if (length < NetlinkMessage.ATTRIBUTE_HEADER_BYTES
                        || at + length > octets.limit()) {
                    break;
                }
                byte[] value = new byte[length - NetlinkMessage.ATTRIBUTE_HEADER_BYTES];
                octets.get(at + NetlinkMessage.ATTRIBUTE_HEADER_BYTES, value);
                found.put(shortAt(at + 2) & TYPE_MASK, value);
                at += aligned(length);
            }
            return new Attributes(found);
        }

        /** Attributes that repeat one type, in their order. */
        public List<byte[]> repeated(int fixedBytes) {
            List<byte[]> found = new ArrayList<>();
            int at = fixedBytes;
            while (at + NetlinkMessage.ATTRIBUTE_HEADER_BYTES <= octets.limit()) {
                int length = shortAt(at);
                if (length < NetlinkMessage.ATTRIBUTE_HEADER_BYTES
                        || at + length > octets.limit()) {
                    break;
                }
                byte[] value = new byte[length - NetlinkMessage.ATTRIBUTE_HEADER_BYTES];
                octets.get(at + NetlinkMessage.ATTRIBUTE_HEADER_BYTES, value);
                found.add(value);
                at += aligned(length);
            }
            return found;
        }
    }

    /** Attributes by their type. */
    public static final class Attributes {

        private final Map<Integer, byte[]> byType;

        Attributes(Map<Integer, byte[]> byType) {
            this.byType = byType;
        }

        /** How many there are, of different types. */
        public int count() {
            return byType.size();
        }

        /** An attribute as it is. */
        public Optional<byte[]> bytes(int type) {
            return Optional.ofNullable(byType.get(type));
        }

        /** An attribute that is a text with a zero at its end. */
        public Optional<String> text(int type) {
            return bytes(type)
                    .map(
                            value ->
                                    new String(
                                            value,
                                            0,
                                            Math.max(0, value.length - 1),
                                            StandardCharsets.UTF_8));
        }

        /** An attribute of 32 bits in the machine's order. */
        public Optional<Integer> number(int type) {
            return bytes(type)
                    .filter(value -> value.length >= Integer.BYTES)
                    .map(value -> ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt());
        }

        /** The attributes that an attribute is made of. */
        public Optional<Attributes> nested(int type) {
            return bytes(type).map(value -> new Body(value).attributes(0));
        }
    }
}
