package io.aplomb.proxy.persist;

import io.aplomb.base.hash.XxHash;
import io.aplomb.base.net.IpAddress;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The value that names a server in the persistence cookie. */
public final class ServerCookie {

    private ServerCookie() {}

    /** The configured value, or with {@code dynamic} one made of the address; null for none. */
    public static @Nullable String of(ServerRuntime server, CookiePersistence cookie) {
        String configured = server.config().cookie();
        String key = cookie.dynamicKey();
        return configured != null || key == null ? configured : dynamic(server, key);
    }

    /** The server a value names, usable ones first; null when none has it. */
    static @Nullable ServerRuntime find(
            BackendRuntime backend, CookiePersistence cookie, String value) {
        ServerRuntime found = null;
        for (ServerRuntime server : backend.servers()) {
            if (value.equals(of(server, cookie))) {
                if (server.isUp()) {
                    return server;
                }
                found = found == null ? server : found;
            }
        }
        return found;
    }

    /** Manual 4.2 "dynamic-cookie-key": a hash of the key, the address and the port. */
    private static @Nullable String dynamic(ServerRuntime server, String key) {
        IpAddress address = server.address();
        if (address == null) {
            return null;
        }
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] addressBytes = address.toBytes();
        ByteBuffer input =
                ByteBuffer.allocate(keyBytes.length + addressBytes.length + Integer.BYTES)
                        .order(ByteOrder.BIG_ENDIAN)
                        .put(keyBytes)
                        .put(addressBytes)
                        .putInt(server.port());
        return String.format("%016x", XxHash.hash64(input.array(), 0));
    }
}
