package io.aplomb.control.layer4;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.Locale;

/** Virtual and real servers as keepalived writes them in logs and pipes. */
final class ServerNames {

    private ServerNames() {}

    /** {@code [10.0.0.1]:tcp:80}, {@code FWM 7}, {@code [group]:0}. */
    static String of(VirtualServer server) {
        if (server.name().startsWith("group ")) {
            return "[%s]:0".formatted(server.name().substring("group ".length()));
        }
        return switch (server.services().getFirst()) {
            case Service.Addresses addresses ->
                    end(addresses.first(), protocol(server), addresses.port());
            case Service.Mark mark -> "FWM " + mark.mark();
        };
    }

    /** {@code [192.168.0.1]:tcp:80}. */
    static String of(RealServer real, VirtualServer server) {
        boolean marked =
                server.services().stream().allMatch(service -> service instanceof Service.Mark);
        int port = real.port();
        if (port == 0 && server.services().getFirst() instanceof Service.Addresses addresses) {
            port = addresses.port();
        }
        return end(real.address(), marked ? "none" : protocol(server), port);
    }

    private static String protocol(VirtualServer server) {
        return server.protocol().name().toLowerCase(Locale.ROOT);
    }

    private static String end(IpAddress address, String protocol, int port) {
        return "[%s]:%s:%d".formatted(address, protocol, port);
    }
}
