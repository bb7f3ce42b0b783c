package io.aplomb.proxy.stick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RateWindowTest {

    private final RateWindow window = new RateWindow(1_000, 0);

    @Test
    void eventsOfThePresentPeriod_countFully() {
        window.add(7, 10);
        window.add(3, 900);
        assertThat(window.rate(999)).isEqualTo(10);
    }

    @Test
    void eventsOfTheFormerPeriod_countForTheirShareOfTheWindow() {
        window.add(100, 500);
        assertThat(window.rate(1_000)).isEqualTo(100);
        assertThat(window.rate(1_250)).isEqualTo(75);
        window.add(8, 1_500);
        assertThat(window.rate(1_500)).isEqualTo(58);
        assertThat(window.rate(2_000)).as("the 8 alone").isEqualTo(8);
    }

    @Test
    void twoPeriodsOfSilence_forgetEverything() {
        window.add(100, 0);
        assertThat(window.rate(2_000)).isZero();
        window.add(1, 50_000);
        assertThat(window.rate(50_000)).isEqualTo(1);
    }

    @Test
    void loneEvent_doesNotFlap() {
        window.add(1, 0);
        assertThat(window.rate(1_999)).isEqualTo(1);
        assertThat(window.rate(2_000)).isZero();
    }

    @Test
    void steadyStream_givesItsRate() {
        for (int ms = 0; ms < 10_000; ms += 10) {
            window.add(1, ms);
            if (ms > 1_000) {
                assertThat(window.rate(ms)).isBetween(99L, 101L);
            }
        }
    }

    @Test
    void room_isWhatALimitLeaves() {
        window.add(8, 0);
        assertThat(window.room(10, 0)).isEqualTo(2);
        assertThat(window.room(5, 0)).isZero();
    }

    @Test
    void set_replacesTheHistory() {
        window.add(100, 0);
        window.set(5, 900);
        assertThat(window.rate(900)).isEqualTo(5);
        assertThat(window.rate(1_899)).isEqualTo(5);
    }

    @Test
    void emptyPeriod_isRefused() {
        assertThatThrownBy(() -> new RateWindow(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
