package io.aplomb.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those HAProxy 2.6 gave to "set weight" and "set maxconn server". */
class WantedNumberTest {

    private static final int INITIAL = 10;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "256, 256",
        "50%, 5",
        "0%, 0",
        "100%, 10",
        "999999%, 256",
        "+3, 3",
        "99999999999999999999%, 256"
    })
    void weight_granted(String text, int weight) {
        assertThat(WantedNumber.weight(text, INITIAL, false))
                .isEqualTo(new WantedNumber(weight, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x    | Empty weight string empty or preceded by garbage",
                "%    | Empty weight string empty or preceded by garbage",
                "5x   | Trailing garbage in weight string",
                "5%x  | Trailing garbage in weight string",
                "-5%  | Relative weight must be positive.",
                "-5   | Absolute weight can only be between 0 and 256 inclusive.",
                "257  | Absolute weight can only be between 0 and 256 inclusive."
            })
    void weight_refused(String text, String why) {
        assertThat(WantedNumber.weight(text, INITIAL, false).refusal()).startsWith(why);
    }

    @ParameterizedTest
    @CsvSource({"0%, true", "100%, true", "10, true", "0, true", "50%, false", "3, false"})
    void weight_ofAFixedAlgorithm_isNothingOrAll(String text, boolean granted) {
        assertThat(WantedNumber.weight(text, INITIAL, true).refusal() == null).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | Require <maxconn>.",
                "x  | maxconn string empty or preceded by garbage",
                "-1 | maxconn string empty or preceded by garbage",
                "5x | Trailing garbage in maxconn string"
            })
    void maxConn_refused(String text, String why) {
        assertThat(WantedNumber.maxConn(text).refusal()).startsWith(why);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "30, 30"})
    void maxConn_granted(String text, int limit) {
        assertThat(WantedNumber.maxConn(text)).isEqualTo(new WantedNumber(limit, null));
    }
}
