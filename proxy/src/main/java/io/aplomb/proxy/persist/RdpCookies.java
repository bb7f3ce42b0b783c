package io.aplomb.proxy.persist;

import io.aplomb.base.net.IpAddress;
import io.aplomb.proxy.balance.BalanceKeys;
import io.aplomb.proxy.balance.KeyRange;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.facts.Payload;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code persist rdp-cookie}: the routing token in the first packet of a remote desktop client
 * names the address and port of its server, {@code msts=3640205228.15629.0000}, both as numbers
 * whose octets stand in reverse (MS-RDPBCGR section 3.2.5.3.1, "routing token").
 */
public final class RdpCookies {

    private static final Pattern TOKEN = Pattern.compile("(\\d{1,10})\\.(\\d{1,5})\\.\\d+");
    private static final long MAX_ADDRESS = 0xFFFF_FFFFL;
    private static final int MAX_PORT = 0xFFFF;

    private RdpCookies() {}

    /** Prefers the server the token names, if there is one and it may be used. */
    public static void examine(BackendRuntime backend, Stream stream) {
        String name = backend.part().rdpCookie();
        Payload payload = stream.requestPayload();
        if (name == null || payload == null || stream.persistence().preferred() != null) {
            return;
        }
        byte[] bytes = payload.slice(0, payload.length());
        KeyRange value =
                BalanceKeys.rdpCookie(
                        bytes, 0, bytes.length, name.getBytes(StandardCharsets.ISO_8859_1));
        if (value.isPresent()) {
            String token =
                    new String(bytes, value.offset(), value.length(), StandardCharsets.ISO_8859_1);
            ServerRuntime server = serverOf(token, backend);
            if (server != null) {
                boolean _ = PersistExceptions.prefer(server, backend, stream);
            }
        }
    }

    private static @Nullable ServerRuntime serverOf(String token, BackendRuntime backend) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return null;
        }
        long address = Long.parseLong(parts.group(1));
        int port = Integer.parseInt(parts.group(2));
        if (address > MAX_ADDRESS || port > MAX_PORT) {
            return null;
        }
        IpAddress wanted = IpAddress.v4(Integer.reverseBytes((int) address));
        int wantedPort = Short.toUnsignedInt(Short.reverseBytes((short) port));
        for (ServerRuntime server : backend.servers()) {
            if (server.port() == wantedPort && wanted.equals(server.address())) {
                return server;
            }
        }
        return null;
    }
}
