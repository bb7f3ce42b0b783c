package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code global}: what TLS lines inherit (manual 3.1 "ssl-..."). */
final class GlobalTlsDirectives {

    private static final int MAX_DH_BITS = 16_384;

    void register(Registry<GlobalDraft> registry) {
        registry.on(
                "ssl-server-verify",
                (line, global) -> {
                    global.verifyServers =
                            line.oneOf("verify mode", List.of("none", "required"))
                                    .equals("required");
                    line.end();
                });
        registry.on("ca-base", (line, global) -> global.caBase = line.text("a directory"));
        registry.on("crt-base", (line, global) -> global.crtBase = line.text("a directory"));
        registry.on(
                "ssl-default-bind-ciphers",
                (line, global) -> global.bindCiphers = line.text("ciphers"));
        registry.on(
                "ssl-default-bind-ciphersuites",
                (line, global) -> global.bindCiphersuites = line.text("cipher suites"));
        registry.on(
                "ssl-default-bind-curves",
                (line, global) -> global.bindCurves = line.text("curves"));
        registry.on(
                "ssl-default-server-ciphers",
                (line, global) -> global.serverCiphers = line.text("ciphers"));
        registry.on(
                "ssl-default-server-ciphersuites",
                (line, global) -> global.serverCiphersuites = line.text("cipher suites"));
        registry.on(
                "tune.ssl.default-dh-param",
                (line, global) ->
                        global.defaultDhBits =
                                line.integer("a number of bits", 1_024, MAX_DH_BITS));
        registry.on(
                "ssl-default-bind-options",
                (line, global) -> {
                    Bounds bounds = options(line);
                    global.bindMinVersion = bounds.least;
                    global.bindMaxVersion = bounds.most;
                });
        registry.on(
                "ssl-default-server-options",
                (line, global) -> {
                    Bounds bounds = options(line);
                    global.serverMinVersion = bounds.least;
                    global.serverMaxVersion = bounds.most;
                });
    }

    private static final class Bounds {
        @Nullable String least;
        @Nullable String most;
    }

    private static Bounds options(Line line) throws Refusal {
        Bounds bounds = new Bounds();
        while (line.hasNext()) {
            Word word = line.take("an option");
            String text = word.text();
            if (text.equals("ssl-min-ver")) {
                bounds.least = TlsVersions.read(line);
            } else if (text.equals("ssl-max-ver")) {
                bounds.most = TlsVersions.read(line);
            } else if (text.startsWith("force-tlsv1")) {
                bounds.least = TlsVersions.ofSuffix(text.substring("force-".length()));
                bounds.most = bounds.least;
            } else if (text.equals("no-tlsv13")) {
                bounds.most = "TLSv1.2";
            } else if (text.startsWith("no-tlsv1")) {
                bounds.least =
                        TlsVersions.after(TlsVersions.ofSuffix(text.substring("no-".length())));
            } else if (!IGNORED.contains(text)) {
                throw line.unknown(word, "TLS option", KNOWN);
            }
        }
        return bounds;
    }

    /** Already so, or a matter of the TLS library. */
    private static final List<String> IGNORED =
            List.of("no-sslv3", "no-tls-tickets", "prefer-client-ciphers", "strict-sni");

    private static final List<String> KNOWN =
            List.of(
                    "ssl-min-ver",
                    "ssl-max-ver",
                    "force-tlsv10",
                    "force-tlsv11",
                    "force-tlsv12",
                    "force-tlsv13",
                    "no-sslv3",
                    "no-tlsv10",
                    "no-tlsv11",
                    "no-tlsv12",
                    "no-tlsv13",
                    "no-tls-tickets",
                    "prefer-client-ciphers");
}
