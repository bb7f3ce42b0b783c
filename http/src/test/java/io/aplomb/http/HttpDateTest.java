package io.aplomb.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final long EXAMPLE_SECOND = 784111777;
    private static final long LAST_SECOND = 253402300799L;

    /** The examples of RFC 9110 section 5.6.7, and the form of cookies. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun, 06-Nov-1994 08:49:37 GMT",
            })
    void date_inAnyForm_isRead(String text) {
        assertThat(HttpDate.parse(text, EXAMPLE_SECOND)).hasValue(EXAMPLE_SECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "Sun, 32 Nov 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT"})
    void text_thatIsNoDate_isEmpty(String text) {
        assertThat(HttpDate.parse(text, EXAMPLE_SECOND)).isEmpty();
    }

    @Test
    void second_formatted_isReadBack() {
        HttpDate date = new HttpDate();
        Random random = new Random(1);
        assertThat(date.format(EXAMPLE_SECOND)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        for (int i = 0; i < 1000; i++) {
            long second = random.nextLong(LAST_SECOND);
            assertThat(HttpDate.parse(date.format(second), 0)).hasValue(second);
        }
    }

    @Test
    void sameSecond_givesTheSameText() {
        HttpDate date = new HttpDate();

        assertThat(date.format(EXAMPLE_SECOND)).isSameAs(date.format(EXAMPLE_SECOND));
    }
}
