package io.aplomb.proxy.upstream;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.proxy.Server;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.stream.StreamConnection;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the header that tells a server who its client is (the PROXY protocol, versions 1 and 2).
 */
final class ProxyProtocol {

    private static final byte[] V2_SIGNATURE = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };

    private static final int V2_PROXY = 0x21;
    private static final int V2_UNSPECIFIED = 0x00;
    private static final int V2_TCP_OVER_V4 = 0x11;
    private static final int V2_TCP_OVER_V6 = 0x21;
    private static final int V4_BLOCK_BYTES = 12;
    private static final int V6_BLOCK_BYTES = 36;
    private static final int LONGEST_BYTES = 128;

    private ProxyProtocol() {}

    /** The header, or null when the server wants none. */
    static @Nullable ByteBuf header(
            Server.ProxyProtocol version, StreamConnection client, Loop loop) {
        return switch (version) {
            case NONE -> null;
            case V1 -> v1(client, loop);
            case V2 -> v2(client, loop);
        };
    }

    private static ByteBuf v1(StreamConnection client, Loop loop) {
        IpAddress from = client.source();
        IpAddress to = client.destination();
        String line = "PROXY UNKNOWN\r\n";
        if (from != null && to != null && from.v6() == to.v6()) {
            line =
                    "PROXY %s %s %s %d %d\r\n"
                            .formatted(
                                    from.v6() ? "TCP6" : "TCP4",
                                    from,
                                    to,
                                    client.sourcePort(),
                                    client.destinationPort());
        }
        ByteBuf out = loop.allocator().ioBuffer(LONGEST_BYTES);
        out.writeCharSequence(line, StandardCharsets.US_ASCII);
        return out;
    }

    private static ByteBuf v2(StreamConnection client, Loop loop) {
        ByteBuf out = loop.allocator().ioBuffer(LONGEST_BYTES);
        out.writeBytes(V2_SIGNATURE).writeByte(V2_PROXY);
        IpAddress from = client.source();
        IpAddress to = client.destination();
        if (from == null || to == null) {
            return out.writeByte(V2_UNSPECIFIED).writeShort(0);
        }
        boolean v6 = from.v6() || to.v6();
        out.writeByte(v6 ? V2_TCP_OVER_V6 : V2_TCP_OVER_V4);
        out.writeShort(v6 ? V6_BLOCK_BYTES : V4_BLOCK_BYTES);
        out.writeBytes((v6 ? from.toV6() : from).toBytes());
        out.writeBytes((v6 ? to.toV6() : to).toBytes());
        return out.writeShort(client.sourcePort()).writeShort(client.destinationPort());
    }
}
