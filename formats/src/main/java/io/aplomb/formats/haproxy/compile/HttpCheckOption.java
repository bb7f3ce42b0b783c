package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.HealthCheck;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.log.LogFormat;
import java.util.ArrayList;
import java.util.List;

/** {@code option httpchk} in all its forms (manual 4.2 "option httpchk"). */
final class HttpCheckOption {

    private final Load load;

    HttpCheckOption(Load load) {
        this.load = load;
    }

    void register(Registry<ProxyDraft> registry) {
        registry.onInvertible(
                "option httpchk",
                (line, proxy) -> {
                    if (line.isModified()) {
                        proxy.backend.check.kind = HealthCheck.Kind.CONNECT;
                        return;
                    }
                    proxy.backend.check.kind = HealthCheck.Kind.HTTP;
                    proxy.backend.check.protocolSteps = null;
                    proxy.backend.check.request = request(line);
                    proxy.backend.check.requestInherited = false;
                });
    }

    private CheckDraft.HttpRequest request(Line line) throws Refusal {
        if (!line.hasNext()) {
            return CheckDraft.HttpRequest.DEFAULT;
        }
        Word first = line.take("a method or URI");
        if (!line.hasNext()) {
            return new CheckDraft.HttpRequest(null, uri(line, first), null, List.of(), null);
        }
        Word uri = line.take("a URI");
        String method = first.text();
        if (!line.hasNext()) {
            return new CheckDraft.HttpRequest(method, uri(line, uri), null, List.of(), null);
        }
        Word version = line.take("a version");
        if (line.hasNext() && !version.text().contains("\r\n")) {
            line.end();
        }
        // The header trick ends in a blank which is often written without its backslash.
        String text =
                line.hasNext() ? version.text() + " " + line.restText("a value") : version.text();
        String[] parts = text.replace("\\r\\n", "\r\n").split("\r\n\r\n", 2);
        String[] head = parts[0].split("\r?\n");
        List<CheckStep.Field> fields = new ArrayList<>();
        StringBuilder today = new StringBuilder();
        for (int i = 1; i < head.length; i++) {
            fields.add(field(line, version, head[i], today));
        }
        String body = parts.length > 1 ? parts[1] : "";
        if (head.length > 1 || !body.isEmpty()) {
            line.warning(
                    version,
                    "hiding headers or a body behind the version is obsolete since HAProxy 2.2",
                    "write: option httpchk and http-check send meth %s uri %s ver %s%s%s"
                            .formatted(
                                    method,
                                    uri.text(),
                                    head[0],
                                    today,
                                    body.isEmpty() ? "" : " body \"" + body + "\""));
        }
        return new CheckDraft.HttpRequest(
                method,
                uri(line, uri),
                head[0],
                fields,
                body.isEmpty() ? null : Expressions.literal(body));
    }

    private CheckStep.Field field(Line line, Word at, String text, StringBuilder today)
            throws Refusal {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw line.error(at, "'%s' is not a header".formatted(text));
        }
        String name = text.substring(0, colon).strip();
        String value = text.substring(colon + 1).strip();
        today.append(" hdr ").append(name).append(' ');
        today.append(value.contains(" ") ? '"' + value + '"' : value);
        return new CheckStep.Field(name, Expressions.literal(value));
    }

    private LogFormat uri(Line line, Word word) throws Refusal {
        if (word.text().startsWith("/server-status")) {
            line.notice(
                    word,
                    "'/server-status' is a page of Apache httpd: a server without it answers 404"
                            + " and is taken for down");
        }
        return load.expressions().format(line, word, UsePoint.HEALTH_CHECK);
    }
}
