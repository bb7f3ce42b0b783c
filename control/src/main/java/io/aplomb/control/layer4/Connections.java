package io.aplomb.control.layer4;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Checker.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections of checks, from the address and port they are to come from. */
final class Connections {

    private Connections() {}

    /** Connects within the check's time-out, which also bounds every later wait for octets. */
    static Socket open(Target target) throws IOException {
        Socket socket = new Socket();
        try {
            IpAddress from = target.bindAddress();
            if (from != null || target.bindPort() != 0) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(address(from), target.bindPort()));
            }
            int timeoutMs = timeoutMs(target);
            socket.connect(
                    new InetSocketAddress(address(target.address()), target.port()), timeoutMs);
            socket.setSoTimeout(timeoutMs);
            return socket;
        } catch (IOException | RuntimeException refused) {
            socket.close();
            throw refused;
        }
    }

    static int timeoutMs(Target target) {
        long timeoutMs = TimeUnit.NANOSECONDS.toMillis(target.connectTimeoutNs());
        return Math.clamp(timeoutMs, 1, Integer.MAX_VALUE);
    }

    static @Nullable InetAddress address(@Nullable IpAddress ip) throws IOException {
        return ip == null ? null : InetAddress.getByAddress(ip.toBytes());
    }
}
