package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.model.proxy.CheckStep.StringMatch;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.log.LogFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code http-check expect} and {@code tcp-check expect} (manual 4.2). */
final class CheckExpectation {

    private static final List<String> OK = List.of("L7OK", "L7OKC", "L6OK", "L4OK");
    private static final List<String> ERROR = List.of("L7OKC", "L7RSP", "L7STS", "L6RSP", "L4CON");
    private static final List<String> TIMEOUT = List.of("L7TOUT", "L6TOUT", "L4TOUT");

    private static final List<String> HTTP_MATCHES =
            List.of("status", "rstatus", "hdr", "fhdr", "string", "rstring", "string-lf");

    private static final List<String> TCP_MATCHES =
            List.of("string", "rstring", "string-lf", "binary", "rbinary", "binary-lf");

    private final CheckRules rules;
    private final Load load;
    private final boolean http;

    private int minBytes;
    private @Nullable String comment;
    private @Nullable String okStatus;
    private @Nullable String errorStatus;
    private @Nullable String timeoutStatus;
    private @Nullable LogFormat onSuccess;
    private @Nullable LogFormat onError;
    private @Nullable SampleExpression statusCode;
    private boolean negated;
    private @Nullable Expectation expectation;

    CheckExpectation(Load load, boolean http) {
        this.load = load;
        this.http = http;
        this.rules = new CheckRules(load);
    }

    /** Reads one line's rule; for one line only. */
    CheckStep.Expect read(Line line) throws Refusal {
        while (line.hasNext()) {
            parameter(line, line.take("a parameter"));
        }
        Expectation met = expectation;
        if (met == null) {
            throw line.missing("what to expect: " + String.join(", ", matches()));
        }
        return new CheckStep.Expect(
                comment,
                negated,
                met,
                minBytes,
                okStatus,
                errorStatus,
                timeoutStatus,
                onSuccess,
                onError,
                statusCode);
    }

    private List<String> matches() {
        return http ? HTTP_MATCHES : TCP_MATCHES;
    }

    private void parameter(Line line, Word word) throws Refusal {
        switch (word.text()) {
            case "comment" -> comment = line.text("a text");
            case "min-recv" -> minBytes = line.signed("a number of bytes");
            case "ok-status" -> okStatus = line.oneOf("status", OK);
            case "error-status" -> errorStatus = line.oneOf("status", ERROR);
            case "tout-status" -> timeoutStatus = line.oneOf("status", TIMEOUT);
            case "on-success" -> onSuccess = rules.format(line, "a log format");
            case "on-error" -> onError = rules.format(line, "a log format");
            case "status-code" ->
                    statusCode = load.expressions().expression(line, UsePoint.HEALTH_CHECK);
            case "!" -> negated = !negated;
            default -> match(line, word);
        }
    }

    private void match(Line line, Word word) throws Refusal {
        String name = word.text();
        if (name.startsWith("!")) {
            negated = !negated;
            name = name.substring(1);
        }
        if (!matches().contains(name)) {
            throw line.unknown(word, "expectation", matches());
        }
        if (expectation != null) {
            throw line.error(word, "only one expectation per line", "write a second line");
        }
        expectation = expectation(line, name);
    }

    private Expectation expectation(Line line, String name) throws Refusal {
        return switch (name) {
            case "status" -> new Expectation.Status(ranges(line, line.take("status codes")));
            case "rstatus" -> new Expectation.StatusPattern(pattern(line));
            case "rstring" -> new Expectation.TextPattern(pattern(line));
            case "rbinary" -> new Expectation.OctetsPattern(load.expressions().pattern(line, true));
            case "string" -> new Expectation.Text(CheckRules.octets(line.text("a text")));
            case "string-lf" -> new Expectation.TextFormat(rules.format(line, "a log format"));
            case "binary" ->
                    new Expectation.Octets(CheckRules.hexadecimal(line, line.take("bytes")));
            case "hdr", "fhdr" -> header(line, name.equals("fhdr"));
            default ->
                    throw line.error(
                            line.last(),
                            "'%s' is not available yet".formatted(name),
                            "use string-lf or binary");
        };
    }

    private Pattern pattern(Line line) throws Refusal {
        return load.expressions().pattern(line, false);
    }

    private static List<Expectation.Range> ranges(Line line, Word word) throws Refusal {
        List<Expectation.Range> ranges = new ArrayList<>();
        for (String part : word.text().split(",", -1)) {
            int dash = part.indexOf('-');
            int first = Numbers.integer(dash < 0 ? part : part.substring(0, dash), 100, 999);
            int last = dash < 0 ? first : Numbers.integer(part.substring(dash + 1), 100, 999);
            if (first == Numbers.NONE || last < first) {
                throw line.error(
                        word,
                        "'%s' is neither a status nor a range of them".formatted(part),
                        "expected for example 200,201,300-310");
            }
            ranges.add(new Expectation.Range(first, last));
        }
        return ranges;
    }

    private Expectation header(Line line, boolean full) throws Refusal {
        refuseFormat(line, "name-lf");
        line.oneOf("word", List.of("name"));
        StringMatch name = stringMatch(line, true);
        refuseFormat(line, "value-lf");
        StringMatch value = line.takeIf("value") ? stringMatch(line, false) : null;
        return new Expectation.Header(name, value, full);
    }

    private static void refuseFormat(Line line, String word) throws Refusal {
        if (line.takeIf(word)) {
            throw line.error(
                    line.last(),
                    "'%s' is not available yet".formatted(word),
                    "write: " + word.replace("-lf", ""));
        }
    }

    private static StringMatch stringMatch(Line line, boolean ignoreCase) throws Refusal {
        StringMatch.Method method = StringMatch.Method.STR;
        if (line.takeIf("-m")) {
            String name = line.oneOf("match", List.of("str", "beg", "end", "sub", "reg"));
            method = StringMatch.Method.valueOf(name.toUpperCase(Locale.ROOT));
        }
        Word word = line.take("a text");
        Pattern pattern =
                method == StringMatch.Method.REG
                        ? Expressions.pattern(line, word, ignoreCase)
                        : null;
        return new StringMatch(method, word.text(), pattern);
    }
}
