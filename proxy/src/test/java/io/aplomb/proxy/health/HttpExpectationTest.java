package io.aplomb.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Bytes;
import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.model.proxy.CheckStep.StringMatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpExpectationTest {

    private static final HttpExpectation.Answer ANSWER =
            new HttpExpectation.Answer(
                    503,
                    "Service Unavailable",
                    List.of(Map.entry("X-State", "warm, ready"), Map.entry("X-Empty", "")),
                    "database: ok");

    @ParameterizedTest
    @CsvSource({"200, L7_OK", "399, L7_OK", "199, L7_STATUS", "404, L7_STATUS", "500, L7_STATUS"})
    void noRule_successOrRedirectPasses(int status, CheckStatus expected) {
        var answer = new HttpExpectation.Answer(status, "Reason", List.of(), "");
        assertThat(HttpExpectation.byStatus(answer, 1).status()).isEqualTo(expected);
    }

    @Test
    void status_rangesAndNegation() {
        var rule =
                new Expectation.Status(
                        List.of(new Expectation.Range(200, 299), new Expectation.Range(503, 503)));
        assertThat(evaluate(rule, false).status()).isEqualTo(CheckStatus.L7_OK);
        CheckResult unwanted = evaluate(rule, true);
        assertThat(unwanted.status()).isEqualTo(CheckStatus.L7_STATUS);
        assertThat(unwanted.info()).isEqualTo("Service Unavailable");
    }

    @Test
    void statusPattern_isSearched() {
        var rule = new Expectation.StatusPattern(Pattern.compile("^50[0-9]"));
        assertThat(evaluate(rule, false).status()).isEqualTo(CheckStatus.L7_OK);
    }

    @Test
    void body_textAndPattern() {
        assertThat(evaluate(new Expectation.Text(Bytes.ofUtf8("base: ok")), false).status())
                .isEqualTo(CheckStatus.L7_OK);
        CheckResult missing = evaluate(new Expectation.Text(Bytes.ofUtf8("nope")), false);
        assertThat(missing.status()).isEqualTo(CheckStatus.L7_RESPONSE);
        assertThat(missing.info()).isEqualTo("HTTP content check did not match");
        var pattern = new Expectation.TextPattern(Pattern.compile("data(base)?:"));
        assertThat(evaluate(pattern, true).info()).isEqualTo("HTTP check matched unwanted content");
    }

    @Test
    void header_listElementOrWholeValue() {
        var name = new StringMatch(StringMatch.Method.STR, "x-state", null);
        var ready = new StringMatch(StringMatch.Method.STR, "ready", null);
        assertThat(evaluate(new Expectation.Header(name, ready, false), false).status())
                .isEqualTo(CheckStatus.L7_OK);
        assertThat(evaluate(new Expectation.Header(name, ready, true), false).status())
                .isEqualTo(CheckStatus.L7_RESPONSE);
        var prefix = new StringMatch(StringMatch.Method.BEG, "X-", null);
        assertThat(evaluate(new Expectation.Header(prefix, null, false), false).status())
                .isEqualTo(CheckStatus.L7_OK);
    }

    @Test
    void octets_areNotAboutHttp() {
        assertThat(HttpExpectation.of(new Expectation.Octets(Bytes.EMPTY), false, ANSWER, 0))
                .isNull();
    }

    private static CheckResult evaluate(Expectation rule, boolean negated) {
        return Objects.requireNonNull(HttpExpectation.of(rule, negated, ANSWER, 2));
    }
}
