package io.aplomb.linux;

import io.aplomb.base.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalInt;

/** What one receive brought: the octets, who sent them, and what else the kernel tells. */
public final class Datagram {

    /** {@code struct cmsghdr} of 64-bit Linux: length, level, type. */
    private static final int CONTROL_HEADER_BYTES = 16;

    private static final int CONTROL_ALIGNMENT = 8;

    private final byte[] bytes;
    private final byte[] sender;
    private final byte[] control;

    Datagram(byte[] bytes, byte[] sender, byte[] control) {
        this.bytes = bytes;
        this.sender = sender;
        this.control = control;
    }

    /** The octets; for raw IPv4 sockets with the IP header. The caller must not change them. */
    public byte[] bytes() {
        return bytes;
    }

    /** The sender's address, for sockets of IPv4 and IPv6. */
    public IpAddress senderIp() {
        return SocketAddresses.ipOf(sender);
    }

    /** The first int of the control message of that kind, if there is one (cmsg(3)). */
    public OptionalInt controlInt(int level, int type) {
        byte[] value = control(level, type);
        return value.length < Integer.BYTES
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt());
    }

    /** The control message of that kind; empty when there is none. */
    public byte[] control(int level, int type) {
        ByteBuffer in = ByteBuffer.wrap(control).order(ByteOrder.nativeOrder());
        int at = 0;
        while (at + CONTROL_HEADER_BYTES <= control.length) {
            int length = (int) in.getLong(at);
            if (length < CONTROL_HEADER_BYTES || at + length > control.length) {
                break;
            }
            if (in.getInt(at + 8) == level && in.getInt(at + 12) == type) {
                return Arrays.copyOfRange(control, at + CONTROL_HEADER_BYTES, at + length);
            }
            at += (length + CONTROL_ALIGNMENT - 1) / CONTROL_ALIGNMENT * CONTROL_ALIGNMENT;
        }
        return new byte[0];
    }
}
