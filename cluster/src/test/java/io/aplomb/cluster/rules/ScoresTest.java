package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoresTest {

    @ParameterizedTest
    @CsvSource({
        "INFINITY, 1000000",
        "+INFINITY, 1000000",
        "-INFINITY, -1000000",
        "infinity, 0",
        "5, 5",
        "-7, -7",
        "+3, 3",
        "' 12', 12",
        "100x, 100",
        "x, 0",
        "'', 0",
        "1000001, 1000000",
        "-99999999999999999999, -1000000",
        "red, 0"
    })
    void parse_text_isTheScoreItBeginsWith(String text, int score) {
        assertThat(Scores.parse(text)).isEqualTo(score);
    }

    @Test
    void parse_nothing_isZero() {
        assertThat(Scores.parse(null)).isZero();
    }

    @Test
    void parse_colours_areWhatTheHealthStrategySays() {
        Scores.Colours colours = new Scores.Colours(-Scores.INFINITY, -10, 5);

        assertThat(Scores.parse("red", colours)).isEqualTo(-Scores.INFINITY);
        assertThat(Scores.parse("Yellow", colours)).isEqualTo(-10);
        assertThat(Scores.parse("GREEN", colours)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 3",
        "-1, 1, 0",
        "1000000, 1, 1000000",
        "1000000, -5, 1000000",
        "-1000000, 5, -1000000",
        "1000000, -1000000, -1000000",
        "-1000000, 1000000, -1000000",
        "600000, 600000, 1000000",
        "-600000, -600000, -1000000"
    })
    void add_anyTwo_isBoundedAndMinusInfinityWins(int one, int other, int sum) {
        assertThat(Scores.add(one, other)).isEqualTo(sum);
        assertThat(Scores.add(other, one)).isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({"1000000, INFINITY", "-1000000, -INFINITY", "999999, 999999", "-3, -3"})
    void print_score_isWhatParseReads(int score, String text) {
        assertThat(Scores.print(score)).isEqualTo(text);
        assertThat(Scores.parse(text)).isEqualTo(score);
    }
}
