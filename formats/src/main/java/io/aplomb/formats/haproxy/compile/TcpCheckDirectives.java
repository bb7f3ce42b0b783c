package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.HealthCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code tcp-check ...}, {@code option tcp-check} and {@code option ssl-hello-chk} (manual 4.2).
 */
final class TcpCheckDirectives {

    private final Load load;
    private final CheckRules rules;

    TcpCheckDirectives(Load load) {
        this.load = load;
        this.rules = new CheckRules(load);
    }

    void register(Registry<ProxyDraft> registry) {
        kind(registry, "option tcp-check", HealthCheck.Kind.TCP);
        kind(registry, "option ssl-hello-chk", HealthCheck.Kind.SSL_HELLO);
        registry.on("tcp-check comment", (line, proxy) -> line.restText("a text"));
        registry.on("tcp-check connect", (line, proxy) -> add(proxy, rules.connect(line)));
        registry.on(
                "tcp-check expect",
                (line, proxy) -> add(proxy, new CheckExpectation(load, false).read(line)));
        registry.on(
                "tcp-check send",
                (line, proxy) -> {
                    Word data = line.take("a text");
                    add(proxy, new CheckStep.Send(comment(line), CheckRules.octets(data.text())));
                });
        registry.on(
                "tcp-check send-binary",
                (line, proxy) -> {
                    Word data = line.take("hexadecimal digits");
                    add(
                            proxy,
                            new CheckStep.Send(comment(line), CheckRules.hexadecimal(line, data)));
                });
        registry.on("tcp-check send-lf", (line, proxy) -> sendFormat(line, proxy, false));
        registry.on("tcp-check send-binary-lf", (line, proxy) -> sendFormat(line, proxy, true));
        for (String action : new String[] {"set-var", "unset-var"}) {
            registry.on(
                    "tcp-check " + action,
                    (line, proxy) -> {
                        line.unread();
                        add(proxy, rules.variable(line, action));
                    });
        }
    }

    private static void kind(Registry<ProxyDraft> registry, String option, HealthCheck.Kind kind) {
        registry.onInvertible(
                option,
                (line, proxy) -> {
                    line.end();
                    proxy.backend.check.kind = line.isModified() ? HealthCheck.Kind.CONNECT : kind;
                    proxy.backend.check.protocolSteps = null;
                });
    }

    private static void add(ProxyDraft proxy, CheckStep step) {
        proxy.backend.check.ownTcpSteps().add(step);
    }

    private void sendFormat(Line line, ProxyDraft proxy, boolean binary) throws Refusal {
        var format = rules.format(line, "a log format");
        add(proxy, new CheckStep.SendFormat(comment(line), format, binary));
    }

    private static @Nullable String comment(Line line) throws Refusal {
        if (!line.hasNext()) {
            return null;
        }
        line.oneOf("parameter", List.of("comment"));
        String comment = line.text("a text");
        line.end();
        return comment;
    }
}
