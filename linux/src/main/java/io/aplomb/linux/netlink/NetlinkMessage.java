package io.aplomb.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one netlink message (netlink(7), {@code struct nlmsghdr}): a fixed part, then attributes,
 * each padded to four octets. Numbers are in the machine's order. For the families of this module;
 * one thread.
 */
public final class NetlinkMessage {

    /** The bit of an attribute's type that says it is made of attributes. */
    public static final int NESTED = 0x8000;

    static final int HEADER_BYTES = 16;
    static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int ALIGNMENT = 4;
    private static final int USUAL_BYTES = 512;
    static final int TYPE_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;

    private ByteBuffer out = ByteBuffer.allocate(USUAL_BYTES).order(ByteOrder.nativeOrder());

    /**
     * Begins a message.
     *
     * @param type RTM_NEWADDR and its like
     * @param flags NLM_F_* without NLM_F_REQUEST, which is set
     * @param fixed the structure that comes before the attributes
     */
    public NetlinkMessage(int type, int flags, byte[] fixed) {
        reserve(HEADER_BYTES + fixed.length);
        out.putInt(0).putShort((short) type).putShort((short) (flags | Rtnetlink.NLM_F_REQUEST));
        out.putInt(0).putInt(0).put(fixed);
        pad();
    }

    /** An attribute of these octets. */
    public NetlinkMessage attribute(int type, byte[] value) {
        reserve(ATTRIBUTE_HEADER_BYTES + value.length);
        out.putShort((short) (ATTRIBUTE_HEADER_BYTES + value.length)).putShort((short) type);
        out.put(value);
        pad();
        return this;
    }

    /** A number of 32 bits in the machine's order. */
    public NetlinkMessage attribute(int type, int value) {
        return attribute(type, bytes(value));
    }

    /** A text with the zero at its end. */
    public NetlinkMessage attribute(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return attribute(type, Arrays.copyOf(text, text.length + 1));
    }

    /** Begins an attribute made of attributes; the answer goes to {@link #end}. */
    public int begin(int type) {
        reserve(ATTRIBUTE_HEADER_BYTES);
        int at = out.position();
        out.putShort((short) 0).putShort((short) type);
        return at;
    }

    /** Ends an attribute made of attributes. */
    public NetlinkMessage end(int begun) {
        out.putShort(begun, (short) (out.position() - begun));
        return this;
    }

    /** The whole, with this sequence number. */
    public byte[] encode(int sequence) {
        out.putInt(0, out.position()).putInt(SEQUENCE_OFFSET, sequence);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A number of 32 bits in the machine's order. */
    public static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    /** Makes room for so many octets and their padding. */
    private void reserve(int octets) {
        if (out.remaining() < octets + ALIGNMENT) {
            int larger = Math.max(2 * out.capacity(), out.position() + octets + ALIGNMENT);
            out = ByteBuffer.allocate(larger).order(ByteOrder.nativeOrder()).put(out.flip());
        }
    }

    private void pad() {
        while (out.position() % ALIGNMENT != 0) {
            out.put((byte) 0);
        }
    }
}
