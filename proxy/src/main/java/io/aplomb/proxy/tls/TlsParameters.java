package io.aplomb.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versions and ciphers, in HAProxy's words, for Netty's builder. */
final class TlsParameters {

    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    /** HAProxy's own floor since 2.2. */
    private static final String DEFAULT_MINIMUM = "TLSv1.2";

    private TlsParameters() {}

    static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    }

    static void apply(
            SslContextBuilder builder,
            @Nullable String minVersion,
            @Nullable String maxVersion,
            @Nullable String ciphers,
            @Nullable String ciphersuites) {
        builder.sslProvider(provider()).protocols(versions(minVersion, maxVersion));
        List<String> names = new ArrayList<>(split(ciphersuites));
        names.addAll(split(ciphers));
        if (!names.isEmpty()) {
            builder.ciphers(names, SupportedCipherSuiteFilter.INSTANCE);
        }
    }

    /** From the lowest to the highest, both included; {@code SSLv3} is the lowest we speak. */
    static List<String> versions(@Nullable String minVersion, @Nullable String maxVersion) {
        int from = index(minVersion == null ? DEFAULT_MINIMUM : minVersion, 0);
        int to = index(maxVersion == null ? VERSIONS.getLast() : maxVersion, VERSIONS.size() - 1);
        return from <= to ? VERSIONS.subList(from, to + 1) : List.of(VERSIONS.get(to));
    }

    private static int index(String version, int fallback) {
        int index = VERSIONS.indexOf(version.equals("TLSv1.0") ? "TLSv1" : version);
        return index < 0 ? fallback : index;
    }

    private static List<String> split(@Nullable String names) {
        return names == null ? List.of() : List.of(names.split(":"));
    }
}
