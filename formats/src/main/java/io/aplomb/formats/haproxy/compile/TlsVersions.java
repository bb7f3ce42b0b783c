package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import java.util.List;

/** TLS protocol versions as HAProxy names them, and reading the parameters that take them. */
final class TlsVersions {

    private static final List<String> NAMES =
            List.of("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private TlsVersions() {}

    static String read(Line line) throws Refusal {
        String name = line.oneOf("TLS version", NAMES);
        if (name.equals("SSLv3")) {
            throw line.error(line.last(), "SSLv3 is not available", "use TLSv1.2 or newer");
        }
        return name;
    }

    /** The version one of {@code force-tlsv12} or {@code no-tlsv12} is about. */
    static String ofSuffix(String suffix) {
        return switch (suffix) {
            case "tlsv10" -> "TLSv1.0";
            case "tlsv11" -> "TLSv1.1";
            case "tlsv12" -> "TLSv1.2";
            default -> "TLSv1.3";
        };
    }

    /** The version that follows, for {@code no-...} as a lower bound. */
    static String after(String version) {
        return NAMES.get(Math.min(NAMES.size() - 1, NAMES.indexOf(version) + 1));
    }

    /** Protocols of {@code alpn}: a comma-separated list. */
    static List<String> protocols(Line line) throws Refusal {
        return List.of(line.text("protocols such as http/1.1").split(","));
    }
}
