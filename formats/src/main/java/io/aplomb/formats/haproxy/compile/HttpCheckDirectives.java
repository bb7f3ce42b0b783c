package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.log.LogFormat;
import java.util.ArrayList;
import java.util.List;

/** {@code http-check ...} (manual 4.2 "http-check"). */
final class HttpCheckDirectives {

    private static final List<String> SEND_WORDS =
            List.of("meth", "uri", "uri-lf", "ver", "hdr", "body", "body-lf", "comment");

    private final Load load;
    private final CheckRules rules;

    HttpCheckDirectives(Load load) {
        this.load = load;
        this.rules = new CheckRules(load);
    }

    void register(Registry<ProxyDraft> registry) {
        // A comment only names the step in HAProxy's own trace.
        registry.on("http-check comment", (line, proxy) -> line.restText("a text"));
        registry.on(
                "http-check connect",
                (line, proxy) -> proxy.backend.check.ownHttpSteps().add(rules.connect(line)));
        registry.on("http-check send", this::send);
        registry.on(
                "http-check disable-on-404",
                (line, proxy) -> proxy.backend.check.disableOn404 = true);
        registry.on("http-check send-state", (line, proxy) -> proxy.backend.check.sendState = true);
        registry.on(
                "http-check expect",
                (line, proxy) -> {
                    CheckStep.Expect expect = new CheckExpectation(load, true).read(line);
                    proxy.backend.check.ownHttpSteps().add(expect);
                });
        for (String action : new String[] {"set-var", "unset-var"}) {
            registry.on(
                    "http-check " + action,
                    (line, proxy) -> {
                        line.unread();
                        proxy.backend.check.ownHttpSteps().add(rules.variable(line, action));
                    });
        }
    }

    private void send(Line line, ProxyDraft proxy) throws Refusal {
        CheckDraft check = proxy.backend.check;
        String method = null;
        LogFormat uri = null;
        String version = null;
        List<CheckStep.Field> fields = new ArrayList<>();
        LogFormat body = null;
        String comment = null;
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "meth" -> method = line.text("a method");
                case "uri" -> uri = Expressions.literal(line.text("a URI"));
                case "uri-lf" -> uri = rules.format(line, "a log format");
                case "ver" -> version = line.text("a version");
                case "hdr" -> fields.add(field(line));
                case "body" -> body = Expressions.literal(line.text("a body"));
                case "body-lf" -> body = rules.format(line, "a log format");
                case "comment" -> comment = line.text("a text");
                default -> throw line.unknown(word, "'http-check send' parameter", SEND_WORDS);
            }
        }
        CheckDraft.HttpRequest request =
                new CheckDraft.HttpRequest(method, uri, version, fields, body);
        check.send(request, comment);
    }

    private CheckStep.Field field(Line line) throws Refusal {
        String name = line.text("a header name");
        Word value = line.take("a value");
        return new CheckStep.Field(
                name, load.expressions().format(line, value, UsePoint.HEALTH_CHECK));
    }
}
