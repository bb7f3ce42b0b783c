package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.TlsServer;
import java.util.List;
import java.util.Locale;

/** The TLS parameters of a {@code bind} line (manual 5.1). */
final class BindTlsParameters {

    private final Load load;

    BindTlsParameters(Load load) {
        this.load = load;
    }

    void register(Registry<BindDraft> registry) {
        registry.on(
                "ssl",
                (line, bind) -> {
                    bind.tls.enabled = true;
                    bind.tls.at = line.last();
                });
        registry.on(
                "verify",
                (line, bind) -> {
                    String mode =
                            line.oneOf("verify mode", List.of("none", "optional", "required"));
                    bind.tls.verify = TlsServer.Verify.valueOf(mode.toUpperCase(Locale.ROOT));
                });
        registry.on("alpn", (line, bind) -> bind.tls.alpn = TlsVersions.protocols(line));
        registry.on("no-alpn", (line, bind) -> bind.tls.alpn = List.of());
        registry.on("proto", (line, bind) -> line.oneOf("protocol", List.of("h1", "none")));
        registry.on("ciphers", (line, bind) -> bind.tls.ciphers = line.text("ciphers"));
        registry.on(
                "ciphersuites", (line, bind) -> bind.tls.ciphersuites = line.text("cipher suites"));
        registry.on("curves", (line, bind) -> bind.tls.curves = line.text("curves"));
        registry.on("ecdhe", (line, bind) -> bind.tls.curves = line.text("a curve"));
        registry.on("strict-sni", (line, bind) -> bind.tls.strictSni = true);
        registry.on("no-tls-tickets", (line, bind) -> bind.tls.noTickets = true);
        registry.on("prefer-client-ciphers", (line, bind) -> bind.tls.preferClientCiphers = true);
        files(registry);
        versions(registry);
    }

    private void files(Registry<BindDraft> registry) {
        registry.on(
                "crt",
                (line, bind) ->
                        bind.tls.certificates.add(
                                load.paths()
                                        .fileOrDirectory(
                                                line, load.global().crtBase, "a certificate")));
        registry.on(
                "crt-list",
                (line, bind) ->
                        bind.tls.certificateList =
                                load.paths().file(line, null, "a list of certificates"));
        registry.on(
                "ca-file",
                (line, bind) ->
                        bind.tls.caFile =
                                load.paths().file(line, load.global().caBase, "a file of CAs"));
        registry.on(
                "crl-file",
                (line, bind) ->
                        bind.tls.crlFile =
                                load.paths().file(line, load.global().caBase, "a revocation list"));
    }

    private static void versions(Registry<BindDraft> registry) {
        registry.on("ssl-min-ver", (line, bind) -> bind.tls.minVersion = TlsVersions.read(line));
        registry.on("ssl-max-ver", (line, bind) -> bind.tls.maxVersion = TlsVersions.read(line));
        registry.on("no-sslv3", (line, bind) -> {});
        for (String suffix : new String[] {"tlsv10", "tlsv11", "tlsv12", "tlsv13"}) {
            String version = TlsVersions.ofSuffix(suffix);
            registry.on(
                    "force-" + suffix,
                    (line, bind) -> {
                        bind.tls.minVersion = version;
                        bind.tls.maxVersion = version;
                    });
            registry.on("no-" + suffix, (line, bind) -> exclude(bind.tls, version));
        }
    }

    private static void exclude(TlsServerDraft tls, String version) {
        if (version.equals("TLSv1.3")) {
            tls.maxVersion = "TLSv1.2";
        } else {
            tls.minVersion = TlsVersions.after(version);
        }
    }
}
