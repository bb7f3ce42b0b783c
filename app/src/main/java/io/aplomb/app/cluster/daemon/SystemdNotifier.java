package io.aplomb.app.cluster.daemon;

import io.aplomb.linux.RawSocket;
import io.aplomb.linux.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells systemd how far the daemon is (sd_notify(3)), where systemd asked for it. */
final class SystemdNotifier {
    private static final Logger LOG = LoggerFactory.getLogger("aplomb.daemon");
    private static final short AF_UNIX = 1;

    private final String socket;

    SystemdNotifier(Map<String, String> environment) {
        this.socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    }

    void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    void stopping() {
        tell("STOPPING=1\nSTATUS=leaving the cluster");
    }

    private void tell(String text) {
        if (socket.isEmpty()) {
            return;
        }
        try (RawSocket datagrams = RawSocket.open(AF_UNIX, RawSocket.SOCK_DGRAM, 0)) {
            datagrams.send(text.getBytes(StandardCharsets.UTF_8), address());
        } catch (SystemCallException refused) {
            LOG.warn("systemd cannot be told: {}", refused.getMessage());
        }
    }

    /** unix(7): a name that begins with {@code @} is abstract, and begins with a zero octet. */
    private byte[] address() {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        ByteBuffer address =
                ByteBuffer.allocate(Short.BYTES + path.length + (socket.startsWith("@") ? 0 : 1))
                        .order(ByteOrder.nativeOrder())
                        .putShort(AF_UNIX)
                        .put(path);
        if (socket.startsWith("@")) {
            address.put(Short.BYTES, (byte) 0);
        }
        return address.array();
    }
}
