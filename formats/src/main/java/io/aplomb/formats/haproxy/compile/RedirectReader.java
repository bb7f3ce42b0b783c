package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.HttpAction.Redirect;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.ConditionParser;
import io.aplomb.sample.log.LogFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code redirect location|prefix|scheme TARGET ...}, as a line and as an action (manual 4.2). */
final class RedirectReader {

    private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);
    private static final int DEFAULT_CODE = 302;

    private static final List<String> WORDS =
            List.of(
                    "code",
                    "drop-query",
                    "append-slash",
                    "ignore-empty",
                    "set-cookie",
                    "clear-cookie");

    private final Load load;

    RedirectReader(Load load) {
        this.load = load;
    }

    /**
     * Reads one, up to the condition.
     *
     * @param point null when the target is taken as it is written, as the {@code redirect} line
     *     does
     */
    Redirect read(Line line, @Nullable UsePoint point) throws Refusal {
        Redirect.@Nullable Kind kind = null;
        Word target = line.keyword();
        int code = DEFAULT_CODE;
        boolean dropQuery = false;
        boolean appendSlash = false;
        boolean ignoreEmpty = false;
        String cookie = null;
        while (line.hasNext() && !ConditionParser.isStart(line.peek())) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "location", "prefix", "scheme" -> {
                    kind = Redirect.Kind.valueOf(word.text().toUpperCase(Locale.ROOT));
                    target = line.take("a target");
                }
                case "code" -> code = code(line);
                case "drop-query" -> dropQuery = true;
                case "append-slash" -> appendSlash = true;
                case "ignore-empty" -> ignoreEmpty = true;
                case "set-cookie" -> cookie = line.text("a cookie") + "; path=/;";
                case "clear-cookie" -> cookie = line.text("a cookie") + "; path=/; Max-Age=0;";
                default -> throw line.unknown(word, "redirect parameter", WORDS);
            }
        }
        if (kind == null) {
            throw line.missing("location, prefix or scheme with a target");
        }
        LogFormat format =
                point == null
                        ? Expressions.literal(target.text())
                        : load.expressions().format(line, target, point);
        return new HttpAction.Redirect(
                kind, format, code, dropQuery, appendSlash, ignoreEmpty, cookie);
    }

    private static int code(Line line) throws Refusal {
        Word word = line.take("a redirect code");
        int code = Numbers.integer(word.text(), 300, 399);
        if (!CODES.contains(code)) {
            throw line.error(
                    word,
                    "'%s' is not a redirect code".formatted(word.text()),
                    "expected 301, 302, 303, 307 or 308");
        }
        return code;
    }
}
