package io.aplomb.formats.haproxy.compile;

import io.aplomb.sample.UsePoint;
import java.util.List;

/** The TLS parameters of a {@code server} line (manual 5.2). */
final class ServerTlsParameters {

    private final Load load;

    ServerTlsParameters(Load load) {
        this.load = load;
    }

    void register(Registry<ServerDraft> registry) {
        registry.on("ssl", (line, server) -> server.tls.enabled = true);
        registry.on("no-ssl", (line, server) -> server.tls.enabled = false);
        registry.on(
                "verify",
                (line, server) ->
                        server.tls.verify =
                                line.oneOf("verify mode", List.of("none", "required"))
                                        .equals("required"));
        registry.on("verifyhost", (line, server) -> server.tls.verifyHost = line.text("a name"));
        registry.on("no-verifyhost", (line, server) -> server.tls.verifyHost = null);
        registry.on(
                "sni",
                (line, server) ->
                        server.tls.sni =
                                load.expressions().expression(line, UsePoint.SERVER_CHOICE));
        registry.on("alpn", (line, server) -> server.tls.alpn = TlsVersions.protocols(line));
        registry.on("ciphers", (line, server) -> server.tls.ciphers = line.text("ciphers"));
        registry.on(
                "ciphersuites",
                (line, server) -> server.tls.ciphersuites = line.text("cipher suites"));
        registry.on("no-ssl-reuse", (line, server) -> server.tls.noReuse = true);
        registry.on("ssl-reuse", (line, server) -> server.tls.noReuse = false);
        files(registry);
        versions(registry);
    }

    private void files(Registry<ServerDraft> registry) {
        registry.on(
                "ca-file",
                (line, server) ->
                        server.tls.caFile =
                                load.paths().file(line, load.global().caBase, "a file of CAs"));
        registry.on(
                "crl-file",
                (line, server) ->
                        server.tls.crlFile =
                                load.paths().file(line, load.global().caBase, "a revocation list"));
        registry.on(
                "crt",
                (line, server) ->
                        server.tls.certificate =
                                load.paths().file(line, load.global().crtBase, "a certificate"));
    }

    private static void versions(Registry<ServerDraft> registry) {
        registry.on(
                "ssl-min-ver", (line, server) -> server.tls.minVersion = TlsVersions.read(line));
        registry.on(
                "ssl-max-ver", (line, server) -> server.tls.maxVersion = TlsVersions.read(line));
        registry.on("no-sslv3", (line, server) -> {});
        for (String suffix : new String[] {"tlsv10", "tlsv11", "tlsv12", "tlsv13"}) {
            String version = TlsVersions.ofSuffix(suffix);
            registry.on(
                    "force-" + suffix,
                    (line, server) -> {
                        server.tls.minVersion = version;
                        server.tls.maxVersion = version;
                    });
            registry.on("no-" + suffix, (line, server) -> exclude(server.tls, version));
        }
    }

    private static void exclude(TlsClientDraft tls, String version) {
        if (version.equals("TLSv1.3")) {
            tls.maxVersion = "TLSv1.2";
        } else {
            tls.minVersion = TlsVersions.after(version);
        }
    }
}
