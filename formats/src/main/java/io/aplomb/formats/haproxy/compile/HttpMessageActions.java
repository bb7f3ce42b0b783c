package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.HttpAction.TargetPart;
import io.aplomb.sample.log.LogFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The actions that change a message: its headers, target, method, status (manual 4.2). */
final class HttpMessageActions {

    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 999;

    private final Load load;

    HttpMessageActions(Load load) {
        this.load = load;
    }

    /** Headers, which requests and responses have. */
    void headers(ActionTable<HttpAction> table) {
        table.on(
                "add-header",
                (line, site) ->
                        new HttpAction.AddHeader(name(line), format(line, site, "a value")));
        table.on(
                "set-header",
                (line, site) ->
                        new HttpAction.SetHeader(name(line), format(line, site, "a value")));
        table.on("del-header", HttpMessageActions::deleteHeader);
        table.on("replace-header", (line, site) -> replaceHeader(line, site, false));
        table.on("replace-value", (line, site) -> replaceHeader(line, site, true));
    }

    /** The parts of a request line. */
    void target(ActionTable<HttpAction> table) {
        part(table, "path", TargetPart.PATH);
        part(table, "pathq", TargetPart.PATH_AND_QUERY);
        part(table, "uri", TargetPart.URI);
        table.on(
                "set-query",
                (line, site) ->
                        new HttpAction.SetTarget(TargetPart.QUERY, format(line, site, "a query")));
        table.on(
                "set-method",
                (line, site) -> new HttpAction.SetMethod(format(line, site, "a method")));
    }

    /** The status line. */
    static void status(ActionTable<HttpAction> table) {
        table.on(
                "set-status",
                (line, site) -> {
                    int status = line.integer("a status", LEAST_STATUS, MOST_STATUS);
                    @Nullable String reason = line.takeIf("reason") ? line.text("a reason") : null;
                    return new HttpAction.SetStatus(status, reason);
                });
    }

    private void part(ActionTable<HttpAction> table, String word, TargetPart part) {
        table.on(
                "set-" + word,
                (line, site) -> new HttpAction.SetTarget(part, format(line, site, "a " + word)));
        table.on(
                "replace-" + word,
                (line, site) -> {
                    Pattern pattern = load.expressions().pattern(line, false);
                    return new HttpAction.ReplaceTarget(
                            part, pattern, format(line, site, "a replacement"));
                });
    }

    private HttpAction replaceHeader(Line line, RuleSite site, boolean eachValue) throws Refusal {
        String name = name(line);
        Pattern pattern = load.expressions().pattern(line, false);
        return new HttpAction.ReplaceHeader(
                name, pattern, format(line, site, "a replacement"), eachValue);
    }

    private static HttpAction deleteHeader(Line line, RuleSite site) throws Refusal {
        Word name = line.take("a header name");
        HttpAction.DeleteHeader.NameMatch match = HttpAction.DeleteHeader.NameMatch.STR;
        if (line.takeIf("-m")) {
            String method = line.oneOf("match", List.of("str", "beg", "end", "sub", "reg"));
            match = HttpAction.DeleteHeader.NameMatch.valueOf(method.toUpperCase(Locale.ROOT));
        }
        @Nullable Pattern pattern =
                match == HttpAction.DeleteHeader.NameMatch.REG
                        ? Expressions.pattern(line, name, false)
                        : null;
        return new HttpAction.DeleteHeader(match, name.text(), pattern);
    }

    private static String name(Line line) throws Refusal {
        Word word = line.take("a header name");
        for (char c : word.text().toCharArray()) {
            // RFC 9110 5.6.2: a token.
            boolean token = c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
            if (!token) {
                throw line.error(
                        word,
                        "'%s' cannot be the name of a header".formatted(word.text()),
                        word.text().endsWith(":") ? "leave out the colon" : "use a plain name");
            }
        }
        return word.text();
    }

    private LogFormat format(Line line, RuleSite site, String expected) throws Refusal {
        return load.expressions().format(line, line.take(expected), site.point());
    }
}
