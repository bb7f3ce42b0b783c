package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.GlobalSettings.TlsDefaults;
import io.aplomb.model.proxy.TlsClient;
import io.aplomb.sample.SampleExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The TLS parameters of a {@code server} line being read. */
final class TlsClientDraft {

    boolean enabled;

    /** Null: as {@code ssl-server-verify} says. */
    @Nullable Boolean verify;

    @Nullable String caFile;
    @Nullable String crlFile;
    @Nullable String verifyHost;
    @Nullable String certificate;
    @Nullable SampleExpression sni;
    List<String> alpn = List.of();
    @Nullable String ciphers;
    @Nullable String ciphersuites;
    @Nullable String minVersion;
    @Nullable String maxVersion;
    boolean noReuse;

    TlsClientDraft copy() {
        TlsClientDraft copy = new TlsClientDraft();
        copy.enabled = enabled;
        copy.verify = verify;
        copy.caFile = caFile;
        copy.crlFile = crlFile;
        copy.verifyHost = verifyHost;
        copy.certificate = certificate;
        copy.sni = sni;
        copy.alpn = alpn;
        copy.ciphers = ciphers;
        copy.ciphersuites = ciphersuites;
        copy.minVersion = minVersion;
        copy.maxVersion = maxVersion;
        copy.noReuse = noReuse;
        return copy;
    }

    boolean verifies(TlsDefaults defaults) {
        return verify == null ? defaults.verifyServers() : verify;
    }

    /** The settings even when {@code ssl} is not given: a check may speak TLS alone. */
    TlsClient build(TlsDefaults defaults) {
        return new TlsClient(
                verifies(defaults),
                caFile,
                crlFile,
                verifyHost,
                certificate,
                sni,
                alpn,
                ciphers == null ? defaults.serverCiphers() : ciphers,
                ciphersuites == null ? defaults.serverCiphersuites() : ciphersuites,
                minVersion == null ? defaults.serverMinVersion() : minVersion,
                maxVersion == null ? defaults.serverMaxVersion() : maxVersion,
                noReuse);
    }
}
