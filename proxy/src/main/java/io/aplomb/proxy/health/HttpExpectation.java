package io.aplomb.proxy.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.model.proxy.CheckStep.StringMatch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an HTTP answer meets {@code http-check expect} (HAProxy manual, same keyword);
 * without a rule any 2xx or 3xx passes.
 */
public final class HttpExpectation {

    private HttpExpectation() {}

    /**
     * The answer to a check.
     *
     * @param headers names and values in order, a name as often as it came
     * @param body the part of the body that was read, one character a byte (ISO 8859-1)
     */
    public record Answer(
            int status, String reason, List<Map.Entry<String, String>> headers, String body) {
        public Answer {
            headers = List.copyOf(headers);
        }
    }

    /** The result of a check without {@code http-check expect}. */
    public static CheckResult byStatus(Answer answer, long durationMs) {
        boolean passed = answer.status() >= 200 && answer.status() <= 399;
        return result(passed ? CheckStatus.L7_OK : CheckStatus.L7_STATUS, answer, durationMs);
    }

    /**
     * The result of one {@code http-check expect [!] ...}; null if the expectation is not one of
     * HTTP or needs values computed at run time.
     */
    public static @Nullable CheckResult of(
            Expectation expectation, boolean negated, Answer answer, long durationMs) {
        Boolean met = met(expectation, answer);
        if (met == null) {
            return null;
        }
        if (met != negated) {
            return result(CheckStatus.L7_OK, answer, durationMs);
        }
        boolean aboutStatus =
                expectation instanceof Expectation.Status
                        || expectation instanceof Expectation.StatusPattern;
        return aboutStatus
                ? result(CheckStatus.L7_STATUS, answer, durationMs)
                : new CheckResult(
                        CheckStatus.L7_RESPONSE,
                        answer.status(),
                        durationMs,
                        failure(expectation, negated, answer));
    }

    private static CheckResult result(CheckStatus status, Answer answer, long durationMs) {
        String info = status == CheckStatus.L7_STATUS ? answer.reason() : "";
        return new CheckResult(status, answer.status(), durationMs, info);
    }

    private static String failure(Expectation expectation, boolean negated, Answer answer) {
        if (negated) {
            return "HTTP check matched unwanted content";
        }
        return answer.body().isEmpty() && !(expectation instanceof Expectation.Header)
                ? "HTTP content check could not find a response body"
                : "HTTP content check did not match";
    }

    private static @Nullable Boolean met(Expectation expectation, Answer answer) {
        return switch (expectation) {
            case Expectation.Status status ->
                    status.ranges().stream()
                            .anyMatch(
                                    range ->
                                            range.first() <= answer.status()
                                                    && answer.status() <= range.last());
            case Expectation.StatusPattern pattern ->
                    pattern.pattern().matcher(Integer.toString(answer.status())).find();
            case Expectation.Text text ->
                    answer.body().contains(new String(text.text().toArray(), ISO_8859_1));
            case Expectation.TextPattern pattern -> pattern.pattern().matcher(answer.body()).find();
            case Expectation.Header header -> hasHeader(header, answer);
            case Expectation.TextFormat _, Expectation.Octets _, Expectation.OctetsPattern _ ->
                    null;
        };
    }

    private static boolean hasHeader(Expectation.Header header, Answer answer) {
        for (Map.Entry<String, String> field : answer.headers()) {
            if (matches(header.name(), field.getKey().toLowerCase(Locale.ROOT), true)
                    && valueMatches(header, field.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean valueMatches(Expectation.Header header, String value) {
        StringMatch wanted = header.value();
        if (wanted == null) {
            return true;
        }
        if (header.full()) {
            return matches(wanted, value.strip(), false);
        }
        for (String part : value.split(",", -1)) {
            if (matches(wanted, part.strip(), false)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(StringMatch match, String value, boolean ignoreCase) {
        String text = ignoreCase ? match.text().toLowerCase(Locale.ROOT) : match.text();
        return switch (match.method()) {
            case STR -> value.equals(text);
            case BEG -> value.startsWith(text);
            case END -> value.endsWith(text);
            case SUB -> value.contains(text);
            case REG -> match.pattern() != null && match.pattern().matcher(value).find();
        };
    }
}
