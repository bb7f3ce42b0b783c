package io.aplomb.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final RateLimit rate = new RateLimit();

    @Test
    void events_upToTheLimit_passAtOnce() {
        rate.limit(5);
        assertThat(passed(10_000)).isEqualTo(5);
        assertThat(rate.delayMs(10_000)).isEqualTo(200);
        assertThat(rate.rate(10_000)).isEqualTo(5);
    }

    @Test
    void events_ofThePreviousSecond_fadeOverTheNextOne() {
        rate.limit(10);
        assertThat(passed(10_000)).isEqualTo(10);
        assertThat(rate.delayMs(11_000)).isEqualTo(100);
        assertThat(passed(11_500)).isEqualTo(5);
        assertThat(passed(12_500)).isEqualTo(8);
        assertThat(passed(20_000)).isEqualTo(10);
        assertThat(rate.maximum()).isEqualTo(10);
        assertThat(rate.total()).isEqualTo(33);
    }

    @Test
    void events_withoutLimit_areCountedOnly() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.delayMs(500)).isZero();
            rate.count(500);
        }
        assertThat(rate.rate(500)).isEqualTo(1_000);
        assertThat(rate.maximum()).isEqualTo(1_000);
    }

    @Test
    void limit_veryHigh_asksAgainAfterAMillisecond() {
        rate.limit(100_000);
        for (int i = 0; i < 100_000; i++) {
            rate.count(3);
        }
        assertThat(rate.delayMs(3)).isEqualTo(1);
    }

    /** How many events pass at that time. */
    private int passed(long nowMs) {
        int count = 0;
        while (count < 1_000 && rate.delayMs(nowMs) == 0) {
            rate.count(nowMs);
            count++;
        }
        return count;
    }
}
