package io.aplomb.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.runtime.StepTimes.Step;
import org.junit.jupiter.api.Test;

/** Averages and maxima of the statistics: management manual 9.1, columns 58 to 61 and 90 to 93. */
class StepTimesTest {

    private final StepTimes times = new StepTimes(2);

    private void record(int sessions, long totalMs) {
        for (int i = 0; i < sessions; i++) {
            times.record(i % 2, 0, 0, 0, totalMs);
        }
    }

    @Test
    void none_isZero() {
        assertThat(times.averageMs(Step.TOTAL)).isZero();
        assertThat(times.maximumMs(Step.TOTAL)).isZero();
    }

    @Test
    void average_ofFew_isTheirsRoundedUp() {
        times.record(0, 1, 2, 3, 10);
        times.record(1, 0, 4, 3, 11);
        assertThat(times.averageMs(Step.QUEUE)).isEqualTo(1);
        assertThat(times.averageMs(Step.CONNECT)).isEqualTo(3);
        assertThat(times.averageMs(Step.RESPONSE)).isEqualTo(3);
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(11);
        assertThat(times.maximumMs(Step.CONNECT)).isEqualTo(4);
        assertThat(times.maximumMs(Step.TOTAL)).isEqualTo(11);
    }

    @Test
    void average_ofMany_forgetsTheOldest() {
        record(StepTimes.WINDOW, 100);
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(100);
        record(StepTimes.WINDOW / 2, 300);
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(200);
        record(StepTimes.WINDOW, 50);
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(50);
    }

    @Test
    void average_ofMoreThanTheWindowAtOnce_isOfThose() {
        record(4 * StepTimes.WINDOW, 100);
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(100);
    }

    @Test
    void average_ofZeros_comesBackToZero() {
        record(2, 1_000);
        for (int i = 0; i < 20 * StepTimes.WINDOW; i++) {
            record(1, 0);
            times.tick();
        }
        assertThat(times.averageMs(Step.TOTAL)).isZero();
    }

    @Test
    void clearMaxima_keepsAverages() {
        record(4, 100);
        times.clearMaxima();
        assertThat(times.maximumMs(Step.TOTAL)).isZero();
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(100);
        record(1, 20);
        assertThat(times.maximumMs(Step.TOTAL)).isEqualTo(20);
    }

    @Test
    void clear_forgetsAll() {
        record(4, 100);
        times.clear();
        assertThat(times.averageMs(Step.TOTAL)).isZero();
        record(1, 20);
        assertThat(times.averageMs(Step.TOTAL)).isEqualTo(20);
    }

    @Test
    void reload_goesOn() {
        record(4, 100);
        StepTimes next = new StepTimes(2);
        next.continueFrom(times);
        next.record(1, 0, 0, 0, 50);
        assertThat(next.averageMs(Step.TOTAL)).isEqualTo(90);
        assertThat(next.maximumMs(Step.TOTAL)).isEqualTo(100);
    }
}
