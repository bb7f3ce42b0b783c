package io.aplomb.proxy.session;

import io.aplomb.base.net.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PROXY protocol header that must come first on a connection (proxy-protocol.txt,
 * versions 1 and 2), and holds the session behind it back until then.
 */
public final class ProxyHeaderReader extends ChannelInboundHandlerAdapter {

    private static final byte[] V2_SIGNATURE = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };

    private static final byte[] V1_PREFIX = {'P', 'R', 'O', 'X', 'Y', ' '};

    private static final int V2_PREFIX_BYTES = 16;
    private static final int V1_MAX_BYTES = 107;
    private static final int FAMILY_V4 = 1;
    private static final int FAMILY_V6 = 2;
    private static final int TYPE_AUTHORITY = 0x02;
    private static final int TYPE_UNIQUE_ID = 0x05;
    private static final int TLV_HEAD_BYTES = 3;

    private @Nullable ByteBuf input;
    private boolean activeHeld;

    /** What the bytes so far are. */
    private enum Outcome {
        MORE,
        DONE,
        /** See {@link #error}. */
        INVALID
    }

    private HandshakeError error = HandshakeError.PROXY_NO_HEADER;

    private @Nullable ProxyHeader header;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        activeHeld = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = Input.append(input, (ByteBuf) message);
        input = bytes;
        switch (parse(bytes)) {
            case MORE -> {}
            case DONE -> finish(ctx, bytes);
            case INVALID -> {
                ctx.fireUserEventTriggered(error);
                ChannelFuture _ = ctx.close();
            }
        }
    }

    /** Whether the header has begun. */
    boolean hasBegun() {
        return input != null;
    }

    private Outcome invalid(HandshakeError why) {
        error = why;
        return Outcome.INVALID;
    }

    private void finish(ChannelHandlerContext ctx, ByteBuf rest) {
        input = null;
        if (header != null) {
            ctx.fireUserEventTriggered(header);
        }
        if (activeHeld) {
            ctx.fireChannelActive();
        }
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else {
            rest.release();
        }
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (input != null) {
            input.release();
            input = null;
        }
    }

    private Outcome parse(ByteBuf in) {
        int count = Math.min(in.readableBytes(), V2_SIGNATURE.length);
        boolean v2 = true;
        for (int i = 0; i < count && v2; i++) {
            v2 = in.getByte(in.readerIndex() + i) == V2_SIGNATURE[i];
        }
        if (v2) {
            return in.readableBytes() < V2_PREFIX_BYTES ? Outcome.MORE : parseV2(in);
        }
        return parseV1(in);
    }

    private Outcome parseV1(ByteBuf in) {
        int prefix = Math.min(in.readableBytes(), V1_PREFIX.length);
        for (int i = 0; i < prefix; i++) {
            if (in.getByte(in.readerIndex() + i) != V1_PREFIX[i]) {
                return invalid(HandshakeError.PROXY_NO_HEADER);
            }
        }
        int limit = Math.min(in.readableBytes(), V1_MAX_BYTES);
        int newline = in.indexOf(in.readerIndex(), in.readerIndex() + limit, (byte) '\n');
        if (newline < 0) {
            return in.readableBytes() >= V1_MAX_BYTES
                    ? invalid(HandshakeError.PROXY_TRUNCATED)
                    : Outcome.MORE;
        }
        int length = newline + 1 - in.readerIndex();
        String line = in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII);
        String[] words = line.strip().split(" ");
        if (!line.endsWith("\r\n") || words.length < 2) {
            return invalid(HandshakeError.PROXY_BAD_HEADER);
        }
        in.skipBytes(length);
        if (words[1].equals("UNKNOWN")) {
            header = ProxyHeader.local();
            return Outcome.DONE;
        }
        if (!words[1].equals("TCP4") && !words[1].equals("TCP6")) {
            return invalid(HandshakeError.PROXY_BAD_PROTOCOL);
        }
        return words.length == 6 ? v1Addresses(words) : invalid(HandshakeError.PROXY_BAD_HEADER);
    }

    private Outcome v1Addresses(String[] words) {
        IpAddress source = IpAddress.parse(words[2]);
        IpAddress destination = IpAddress.parse(words[3]);
        int sourcePort = port(words[4]);
        int destinationPort = port(words[5]);
        boolean v4 = words[1].equals("TCP4");
        if (source == null
                || destination == null
                || source.v6() == v4
                || destination.v6() == v4
                || sourcePort < 0
                || destinationPort < 0) {
            return invalid(HandshakeError.PROXY_BAD_HEADER);
        }
        header = new ProxyHeader(source, sourcePort, destination, destinationPort, null, null);
        return Outcome.DONE;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= 65_535 ? port : -1;
        } catch (NumberFormatException notNumeric) {
            return -1;
        }
    }

    private Outcome parseV2(ByteBuf in) {
        int base = in.readerIndex();
        int command = in.getUnsignedByte(base + 12);
        int family = in.getUnsignedByte(base + 13) >> 4;
        int length = in.getUnsignedShort(base + 14);
        if (command >> 4 != 2) {
            return invalid(HandshakeError.PROXY_NO_HEADER);
        }
        if ((command & 0xF) > 1) {
            return invalid(HandshakeError.PROXY_BAD_HEADER);
        }
        if (in.readableBytes() < V2_PREFIX_BYTES + length) {
            return Outcome.MORE;
        }
        in.skipBytes(V2_PREFIX_BYTES);
        ByteBuf block = in.readSlice(length);
        boolean proxied = (command & 0xF) == 1;
        header = proxied ? v2Addresses(block, family) : ProxyHeader.local();
        return header == null ? invalid(HandshakeError.PROXY_BAD_HEADER) : Outcome.DONE;
    }

    private static @Nullable ProxyHeader v2Addresses(ByteBuf block, int family) {
        if (family != FAMILY_V4 && family != FAMILY_V6) {
            return ProxyHeader.local();
        }
        int width = family == FAMILY_V4 ? 4 : 16;
        if (block.readableBytes() < 2 * width + 4) {
            return null;
        }
        byte[] source = new byte[width];
        byte[] destination = new byte[width];
        block.readBytes(source).readBytes(destination);
        int sourcePort = block.readUnsignedShort();
        int destinationPort = block.readUnsignedShort();
        String authority = null;
        String uniqueId = null;
        while (block.readableBytes() >= TLV_HEAD_BYTES) {
            int type = block.readUnsignedByte();
            int valueLength = block.readUnsignedShort();
            if (valueLength > block.readableBytes()) {
                return null;
            }
            String value =
                    block.readCharSequence(valueLength, StandardCharsets.ISO_8859_1).toString();
            if (type == TYPE_AUTHORITY) {
                authority = value;
            } else if (type == TYPE_UNIQUE_ID) {
                uniqueId = value;
            }
        }
        return new ProxyHeader(
                IpAddress.ofBytes(source),
                sourcePort,
                IpAddress.ofBytes(destination),
                destinationPort,
                authority,
                uniqueId);
    }
}
