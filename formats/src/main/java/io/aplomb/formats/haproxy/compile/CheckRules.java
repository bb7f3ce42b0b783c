package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.sample.Octets;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.log.LogFormat;
import java.util.HexFormat;
import java.util.List;

/** The rules that {@code http-check} and {@code tcp-check} have in common (manual 4.2). */
final class CheckRules {

    private static final int MAX_PORT = 65_535;

    private static final List<String> CONNECT_WORDS =
            List.of(
                    "default",
                    "port",
                    "addr",
                    "send-proxy",
                    "ssl",
                    "sni",
                    "alpn",
                    "proto",
                    "linger",
                    "comment");

    private final Load load;

    CheckRules(Load load) {
        this.load = load;
    }

    /** {@code connect [default] [port P] [addr A] ...}. */
    CheckStep.Connect connect(Line line) throws Refusal {
        String comment = null;
        String address = null;
        int port = 0;
        boolean tls = false;
        String sni = null;
        List<String> alpn = List.of();
        boolean sendProxy = false;
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "default", "linger" -> {}
                case "comment" -> comment = line.text("a text");
                case "addr" -> address = line.text("an address");
                case "port" -> port = line.integer("a port", 1, MAX_PORT);
                case "ssl" -> tls = true;
                case "send-proxy" -> sendProxy = true;
                case "sni" -> sni = line.text("a host name");
                case "alpn" -> alpn = TlsVersions.protocols(line);
                case "proto" -> protocol(line);
                default -> throw line.unknown(word, "'connect' parameter", CONNECT_WORDS);
            }
        }
        return new CheckStep.Connect(comment, address, port, tls, sni, alpn, sendProxy);
    }

    private static void protocol(Line line) throws Refusal {
        line.oneOf("protocol", List.of("h1", "none"));
    }

    /** {@code set-var(check.x) EXPR} and {@code unset-var(check.x)}. */
    CheckStep variable(Line line, String action) throws Refusal {
        Word word = line.take("an action");
        int open = word.text().indexOf('(');
        if (open < 0 || !word.text().endsWith(")")) {
            throw line.error(word, "'%s' needs a variable in parentheses".formatted(action));
        }
        String name = word.text().substring(open + 1, word.text().length() - 1);
        VariableName variable = VariableName.parse(name);
        if (variable == null) {
            throw line.error(
                    word, "'%s' is not a variable".formatted(name), "write for example: check.x");
        }
        if (action.equals("unset-var")) {
            line.end();
            return new CheckStep.SetVariable(null, name, null);
        }
        SampleExpression value = load.expressions().expression(line, UsePoint.HEALTH_CHECK);
        line.end();
        return new CheckStep.SetVariable(null, name, value);
    }

    LogFormat format(Line line, String expected) throws Refusal {
        return load.expressions().format(line, line.take(expected), UsePoint.HEALTH_CHECK);
    }

    /** The bytes that hexadecimal digits stand for. */
    static Bytes hexadecimal(Line line, Word word) throws Refusal {
        String text = word.text();
        if (text.isEmpty() || text.length() % 2 != 0 || !text.matches("[0-9A-Fa-f]*")) {
            throw line.error(
                    word,
                    "'%s' is not a sequence of bytes".formatted(text),
                    "expected an even number of hexadecimal digits");
        }
        return Bytes.of(HexFormat.of().parseHex(text));
    }

    static Bytes octets(String text) {
        return Bytes.of(Octets.of(text));
    }
}
