package io.aplomb.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** HAProxy manual 8.4: timers of a session. */
final class StreamTimersTest {

    private static final long MS = 1_000_000;
    private static final long ACCEPT_US = 1_700_000_000_000_000L;

    private final StreamTimers timers = new StreamTimers();

    @Test
    void timers_wholeExchange_addUpToTheTotal() {
        exchange();

        assertThat(timers.handshakeMs()).isEqualTo(2);
        assertThat(timers.idleMs()).isEqualTo(8);
        assertThat(timers.requestMs()).isEqualTo(5);
        assertThat(timers.queueMs()).isEqualTo(3);
        assertThat(timers.connectMs()).isEqualTo(4);
        assertThat(timers.responseMs()).isEqualTo(6);
        assertThat(timers.dataMs(true, 0)).isEqualTo(9);
        assertThat(timers.activeMs(0)).isEqualTo(27);
        assertThat(timers.userMs(0)).isEqualTo(29);
        assertThat(timers.totalMs(0)).isEqualTo(37);
    }

    @Test
    void timers_stepsThatDidNotHappen_areMinusOne() {
        timers.accepted(ACCEPT_US, 0);
        timers.firstByte(0);
        timers.requestDone(MS);
        timers.ended(2 * MS);

        assertThat(timers.queueMs()).isEqualTo(-1);
        assertThat(timers.connectMs()).isEqualTo(-1);
        assertThat(timers.responseMs()).isEqualTo(-1);
        assertThat(timers.dataMs(true, 0)).isEqualTo(-1);
        assertThat(timers.activeMs(0)).isEqualTo(2);
    }

    @Test
    void dataMs_tcp_beginsWithTheConnection() {
        timers.accepted(ACCEPT_US, 0);
        timers.queueDone(0);
        timers.connectDone(10 * MS);
        timers.ended(35 * MS);

        assertThat(timers.dataMs(false, 0)).isEqualTo(25);
    }

    @Test
    void requestWallUs_isTheAcceptPlusHandshakeAndIdleTime() {
        exchange();

        assertThat(timers.requestWallUs()).isEqualTo(ACCEPT_US + 10_000);
    }

    @Test
    void accepted_nextExchange_forgetsTheFormer() {
        exchange();
        timers.accepted(ACCEPT_US + 1, 100 * MS);

        assertThat(timers.requestMs()).isEqualTo(-1);
        assertThat(timers.totalMs(105 * MS)).isEqualTo(5);
    }

    private void exchange() {
        timers.accepted(ACCEPT_US, 0);
        timers.handshakeDone(2 * MS);
        timers.firstByte(10 * MS);
        timers.requestDone(15 * MS);
        timers.queueDone(18 * MS);
        timers.connectDone(22 * MS);
        timers.responseDone(28 * MS);
        timers.ended(37 * MS);
    }
}
