package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.GlobalSettings.TlsDefaults;
import io.aplomb.model.proxy.TlsServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The TLS parameters of a {@code bind} line being read. */
final class TlsServerDraft {

    boolean enabled;

    /** The word that switched TLS on. */
    @Nullable Word at;

    final List<String> certificates = new ArrayList<>();
    @Nullable String certificateList;
    TlsServer.Verify verify = TlsServer.Verify.NONE;
    @Nullable String caFile;
    @Nullable String crlFile;
    @Nullable String ciphers;
    @Nullable String ciphersuites;
    @Nullable String curves;
    @Nullable String minVersion;
    @Nullable String maxVersion;
    List<String> alpn = List.of();
    boolean strictSni;
    boolean noTickets;
    boolean preferClientCiphers;

    @Nullable TlsServer build(TlsDefaults defaults) {
        if (!enabled) {
            return null;
        }
        return new TlsServer(
                certificates,
                certificateList,
                verify,
                caFile,
                crlFile,
                ciphers == null ? defaults.bindCiphers() : ciphers,
                ciphersuites == null ? defaults.bindCiphersuites() : ciphersuites,
                curves == null ? defaults.bindCurves() : curves,
                minVersion == null ? defaults.bindMinVersion() : minVersion,
                maxVersion == null ? defaults.bindMaxVersion() : maxVersion,
                alpn,
                strictSni,
                noTickets,
                preferClientCiphers);
    }
}
