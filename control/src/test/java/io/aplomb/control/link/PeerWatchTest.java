package io.aplomb.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A beat is 50 ms, silence 200 ms; times are in milliseconds here. */
class PeerWatchTest {
    private static final long INCARNATION = 7;

    private final PeerWatch watch = new PeerWatch(LinkSettings.defaults());
    private long nowMs = 1000;

    @Test
    void connection_isUpWhenBothAreReady() {
        assertThat(on(connected(0)))
                .containsExactly(new PeerEffect.LinkUp(0), new PeerEffect.Ready());
        assertThat(watch.isUp()).isFalse();
        assertThat(on(heard(0, false))).isEmpty();
        assertThat(on(heard(0, true))).containsExactly(new PeerEffect.Up());
    }

    @Test
    void messageBeforeTheBeatThatSaysReady_saysSo() {
        on(connected(0));
        assertThat(on(new PeerInput.Talked(0))).containsExactly(new PeerEffect.Up());
    }

    @Test
    void silence_isSuspectFirst_thenDown() {
        up(0);
        assertThat(after(99)).isEmpty();
        assertThat(after(1)).containsExactly(new PeerEffect.Suspect());
        assertThat(after(99)).isEmpty();
        assertThat(after(1))
                .containsExactly(
                        new PeerEffect.LinkDown(0, LinkLoss.SILENT),
                        new PeerEffect.Drop(0),
                        down(DownCause.SILENCE, 200));
    }

    @Test
    void silence_thatIsLongerFromNowOn_isLongerForTheBeatsBefore() {
        up(0);
        after(150);
        watch.become(
                LinkSettings.defaults().withBeat(Duration.ofMillis(50), Duration.ofMillis(600)));
        assertThat(after(100)).containsExactly(new PeerEffect.Cleared());
        assertThat(watch.deadlineNs()).isEqualTo(ns(nowMs + 50));
        assertThat(after(349)).containsExactly(new PeerEffect.Suspect());
        assertThat(after(1)).contains(down(DownCause.SILENCE, 600));
    }

    @Test
    void suspectThatIsHeard_isCleared() {
        up(0);
        after(150);
        assertThat(on(heard(0, true))).containsExactly(new PeerEffect.Cleared());
    }

    @Test
    void deadlines_areThoseOfSuspicionAndSilence() {
        up(0);
        assertThat(watch.deadlineNs()).isEqualTo(ns(nowMs + 100));
        after(100);
        assertThat(watch.deadlineNs()).isEqualTo(ns(nowMs + 100));
        after(100);
        assertThat(watch.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void oneLinkOfTwo_keepsTheNodeUp() {
        up(0);
        on(connected(1));
        nowMs += 150;
        on(heard(1, true));
        assertThat(after(50))
                .containsExactly(
                        new PeerEffect.LinkDown(0, LinkLoss.SILENT), new PeerEffect.Drop(0));
        assertThat(watch.isUp()).isTrue();
        nowMs += 100;
        assertThat(after(50)).contains(down(DownCause.SILENCE, 200));
    }

    @Test
    void networkCutInOneDirection_isNoLink() {
        up(0);
        long lastHeardOfOurs = ns(nowMs);
        for (int i = 0; i < 5; i++) {
            nowMs += 50;
            assertThat(on(new PeerInput.Heard(0, true, lastHeardOfOurs))).isEmpty();
        }
        nowMs += 49;
        assertThat(on(new PeerInput.Heard(0, true, lastHeardOfOurs))).isEmpty();
        assertThat(after(1))
                .containsExactly(
                        new PeerEffect.LinkDown(0, LinkLoss.UNHEARD),
                        new PeerEffect.Drop(0),
                        down(DownCause.SILENCE, 1));
    }

    @Test
    void otherEndThatDoesNotHearUs_saysSo() {
        up(0);
        assertThat(on(new PeerInput.Unheard(0)))
                .containsExactly(
                        new PeerEffect.LinkDown(0, LinkLoss.UNHEARD),
                        new PeerEffect.Drop(0),
                        down(DownCause.SILENCE, 0));
    }

    @Test
    void closedConnection_mayComeBackUntilItsSilenceIsOver() {
        up(0);
        nowMs += 10;
        assertThat(on(new PeerInput.Closed(0)))
                .containsExactly(new PeerEffect.LinkDown(0, LinkLoss.CLOSED));
        nowMs += 80;
        assertThat(on(connected(0))).containsExactly(new PeerEffect.LinkUp(0));
        assertThat(watch.isUp()).isTrue();
        on(new PeerInput.Closed(0));
        after(199);
        assertThat(watch.isUp()).isTrue();
        assertThat(after(1)).containsExactly(down(DownCause.SILENCE, 200));
    }

    @Test
    void closedAndRefused_isDeath_butNotWhileAnotherLinkWorks() {
        up(0);
        on(connected(1));
        on(new PeerInput.Closed(0));
        assertThat(on(new PeerInput.Refused(0))).isEmpty();
        assertThat(on(new PeerInput.Closed(1)))
                .containsExactly(
                        new PeerEffect.LinkDown(1, LinkLoss.CLOSED),
                        down(DownCause.PROCESS_DEATH, 0));
    }

    @Test
    void refusalLongAgo_provesNothingNow() {
        up(0);
        on(connected(1));
        on(new PeerInput.Closed(0));
        on(new PeerInput.Refused(0));
        for (int i = 0; i < 6; i++) {
            nowMs += 50;
            on(heard(1, true));
        }
        assertThat(on(new PeerInput.Refused(0))).isEmpty();
        assertThat(on(new PeerInput.Closed(1)))
                .containsExactly(new PeerEffect.LinkDown(1, LinkLoss.CLOSED));
    }

    @Test
    void refusalWithoutClosedConnection_provesNothing() {
        up(0);
        assertThat(on(new PeerInput.Refused(1))).isEmpty();
        assertThat(watch.isUp()).isTrue();
    }

    @Test
    void goodbye_endsAllLinks() {
        up(0);
        on(connected(1));
        assertThat(on(new PeerInput.Goodbye()))
                .containsExactly(
                        down(DownCause.GOODBYE, 0),
                        new PeerEffect.LinkDown(0, LinkLoss.CLOSED),
                        new PeerEffect.Drop(0),
                        new PeerEffect.LinkDown(1, LinkLoss.CLOSED),
                        new PeerEffect.Drop(1));
    }

    @Test
    void anotherProcess_isADeathFirst() {
        up(0);
        on(connected(1));
        assertThat(on(new PeerInput.Connected(0, INCARNATION + 1, 0)))
                .containsExactly(
                        new PeerEffect.LinkDown(0, LinkLoss.CLOSED),
                        down(DownCause.PROCESS_DEATH, 0),
                        new PeerEffect.LinkDown(1, LinkLoss.CLOSED),
                        new PeerEffect.Drop(1),
                        new PeerEffect.LinkUp(0),
                        new PeerEffect.Ready());
    }

    @Test
    void whoWasGivenUp_learnsItAndBeginsAnew_withoutGivingUpInReturn() {
        up(0);
        long session = watch.session();
        assertThat(on(new PeerInput.Connected(0, INCARNATION, 1)))
                .contains(down(DownCause.GIVEN_UP, 0), new PeerEffect.LinkUp(0));
        assertThat(watch.session()).isEqualTo(session);
        assertThat(on(heard(0, true))).containsExactly(new PeerEffect.Up());
    }

    @Test
    void greetingsOvertakenByNewerOnes_areStale() {
        assertThat(watch.isStale(INCARNATION, 0)).isFalse();
        on(new PeerInput.Connected(0, INCARNATION, 3));
        assertThat(watch.isStale(INCARNATION, 2)).isTrue();
        assertThat(watch.isStale(INCARNATION, 3)).isFalse();
        on(new PeerInput.Connected(0, INCARNATION + 1, 0));
        assertThat(watch.isStale(INCARNATION, 4)).isTrue();
        assertThat(watch.isStale(INCARNATION + 1, 0)).isFalse();
    }

    @Test
    void anotherProcess_needNotBeToldThatItsPredecessorWasGivenUp() {
        up(0);
        on(new PeerInput.Connected(0, INCARNATION + 1, 0));
        assertThat(watch.session()).isZero();
    }

    @Test
    void whoGivesUp_countsIt() {
        up(0);
        after(200);
        assertThat(watch.session()).isEqualTo(1);
    }

    @Test
    void ownStall_isNobodysSilence() {
        up(0);
        nowMs += 1000;
        assertThat(on(new PeerInput.Stalled(ns(970)))).isEmpty();
        assertThat(watch.isUp()).isTrue();
        assertThat(after(169)).containsExactly(new PeerEffect.Suspect());
        assertThat(after(1)).contains(down(DownCause.SILENCE, 200));
    }

    @Test
    void flapping_waitsLongerEachTime_andIsForgivenInTime() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waits.add(comeUp());
            after(200);
            assertThat(watch.isUp()).isFalse();
        }
        assertThat(waits).containsExactly(0L, 0L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10000L);
        nowMs += 61_000;
        assertThat(comeUp()).isEqualTo(10000L);
        after(200);
        assertThat(comeUp()).isZero();
    }

    /** How long it takes with a beat each 10 ms. */
    private long comeUp() {
        long began = nowMs;
        on(new PeerInput.Connected(0, INCARNATION, 0));
        while (!watch.isUp()) {
            on(heard(0, true));
            if (!watch.isUp()) {
                nowMs += 10;
            }
        }
        return nowMs - began;
    }

    private void up(int link) {
        on(connected(link));
        on(heard(link, true));
        assertThat(watch.isUp()).isTrue();
    }

    private List<PeerEffect> after(long ms) {
        nowMs += ms;
        return on(new PeerInput.Tick());
    }

    private List<PeerEffect> on(PeerInput input) {
        return watch.on(input, ns(nowMs));
    }

    private static PeerInput connected(int link) {
        return new PeerInput.Connected(link, INCARNATION, 0);
    }

    private PeerInput heard(int link, boolean ready) {
        return new PeerInput.Heard(link, ready, ns(nowMs));
    }

    private static PeerEffect down(DownCause cause, long silentMs) {
        return new PeerEffect.Down(cause, ns(silentMs));
    }

    private static long ns(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }
}
