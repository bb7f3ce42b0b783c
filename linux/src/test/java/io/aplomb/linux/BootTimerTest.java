package io.aplomb.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timer that a sleeping machine does not stop. */
@Timeout(60)
class BootTimerTest {
    private static final long FUTURE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    @Test
    void time_passesByTheKernelsClock_andIsNotBehindTheOther() throws Exception {
        long first = BootTimer.nowNs();
        long monotonic = System.nanoTime();
        long second = BootTimer.nowNs();
        assertThat(second).isGreaterThanOrEqualTo(first);
        // The clock that stands still in a sleep is never ahead of the one that goes on.
        assertThat(monotonic).isPositive().isLessThanOrEqualTo(second);
    }

    @Test
    void setTimer_isDueThen_andNotBefore() throws Exception {
        try (BootTimer timer = BootTimer.open();
                Poller poller = Poller.open()) {
            assertThat(poller.await(List.of(timer.fd()), 0)).isEmpty();
            long atNs = BootTimer.nowNs() + FUTURE_NS;
            timer.set(atNs);
            assertThat(poller.await(List.of(timer.fd()), -1)).containsExactly(timer.fd());
            assertThat(BootTimer.nowNs()).isGreaterThanOrEqualTo(atNs);
            timer.acknowledge();
            assertThat(poller.await(List.of(timer.fd()), 0)).isEmpty();
        }
    }

    @Test
    void whatIsPast_isDueAtOnce_andNeverIsNever() throws Exception {
        try (BootTimer timer = BootTimer.open();
                Poller poller = Poller.open()) {
            timer.set(Long.MIN_VALUE);
            assertThat(poller.await(List.of(timer.fd()), -1)).containsExactly(timer.fd());
            timer.acknowledge();
            timer.set(0);
            timer.set(Long.MAX_VALUE);
            assertThat(poller.await(List.of(timer.fd()), FUTURE_NS)).isEmpty();
        }
    }
}
