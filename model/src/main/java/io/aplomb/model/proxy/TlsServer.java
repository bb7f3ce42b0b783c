package io.aplomb.model.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code bind ... ssl} settings. Paths are resolved against {@code crt-base} and {@code ca-base}.
 *
 * @param certificates files or directories, the first certificate is the default one
 * @param verify what is asked of clients
 */
public record TlsServer(
        List<String> certificates,
        @Nullable String certificateList,
        Verify verify,
        @Nullable String caFile,
        @Nullable String crlFile,
        @Nullable String ciphers,
        @Nullable String ciphersuites,
        @Nullable String curves,
        @Nullable String minVersion,
        @Nullable String maxVersion,
        List<String> alpn,
        boolean strictSni,
        boolean noTickets,
        boolean preferClientCiphers) {

    public TlsServer {
        certificates = List.copyOf(certificates);
        alpn = List.copyOf(alpn);
    }

    /** Whether a client must show a certificate. */
    public enum Verify {
        NONE,
        OPTIONAL,
        REQUIRED
    }
}
