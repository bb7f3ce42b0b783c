package io.aplomb.proxy.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** UDP. The name is resolved at the first line, and again after a failure. */
final class DatagramSink implements LogSink {

    private final String host;
    private final int port;
    private @Nullable DatagramChannel channel;
    private @Nullable InetSocketAddress address;

    DatagramSink(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public void send(byte[] line) throws IOException {
        try {
            DatagramChannel open = channel;
            if (open == null) {
                open = DatagramChannel.open();
                channel = open;
            }
            InetSocketAddress to = address;
            if (to == null) {
                to = new InetSocketAddress(InetAddress.getByName(host), port);
                address = to;
            }
            // Not connected: a refusal told by ICMP would fail the next line.
            open.send(ByteBuffer.wrap(line), to);
        } catch (IOException e) {
            address = null;
            throw e;
        }
    }

    @Override
    public void close() {
        Closing.quietly(channel);
        channel = null;
    }
}
