package io.aplomb.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Leases and bars, beat by beat. */
class LeasesTest {
    private static final long MS = 1_000_000;
    private static final Set<String> VOTERS = Set.of("a", "b", "c");
    private static final int LEASE = 300;
    private static final Map<String, Long> ALL = Map.of("a", 1L, "b", 1L, "c", 1L);

    private static Leases node(String name) {
        Leases leases = new Leases(name, LEASE, LEASE, 0);
        leases.update(VOTERS, true, Map.of("a", 1L, "b", 1L, "c", 1L), LEASE);
        return leases;
    }

    /** One beat from one to the other, on the way for no time. */
    private static void beat(Leases from, String fromName, Leases to, String toName, long nowNs) {
        to.received(fromName, from.beat(toName, nowNs), nowNs);
    }

    @Test
    void lease_withTheVoiceOfOneOther_countsFromWhenItWasAskedFor() {
        Leases a = node("a");
        Leases b = node("b");
        beat(a, "a", b, "b", 1000 * MS);
        beat(b, "b", a, "a", 1100 * MS);

        assertThat(a.leaseUntilNs(1100 * MS)).isEqualTo(1300 * MS);
    }

    @Test
    void lease_withoutAnyOther_isNone() {
        Leases a = node("a");

        assertThat(a.leaseUntilNs(1000 * MS)).isLessThan(1000 * MS);
    }

    @Test
    void voice_forABarredSession_isNotGiven_andTheLastOneStillCounts() {
        Leases a = node("a");
        Leases b = node("b");
        beat(a, "a", b, "b", 1000 * MS);
        beat(b, "b", a, "a", 1010 * MS);
        b.update(VOTERS, true, Map.of("b", 1L, "c", 1L), LEASE);
        beat(a, "a", b, "b", 1050 * MS);
        beat(b, "b", a, "a", 1060 * MS);

        assertThat(a.leaseUntilNs(1060 * MS)).isEqualTo(1300 * MS);
        assertThat(b.remainingMs("a", 1060 * MS)).isEqualTo(240);
    }

    @Test
    void voice_forANodeThatFellSilent_countsNoLongerWhateverIsSentToIt() {
        Leases a = node("a");
        Leases b = node("b");
        beat(a, "a", b, "b", 1000 * MS);
        for (long nowMs = 1000; nowMs <= 1200; nowMs += 50) {
            LeaseBeat _ = b.beat("a", nowMs * MS);
        }
        b.update(VOTERS, true, Map.of("b", 1L, "c", 1L), LEASE);

        assertThat(b.remainingMs("a", 1200 * MS)).isEqualTo(100);
    }

    @Test
    void voice_ofAProcessThatJustStarted_mayHaveBeenGivenUntilThen() {
        Leases b = new Leases("b", LEASE, LEASE, 5000 * MS);

        assertThat(b.remainingMs("a", 5100 * MS)).isEqualTo(200);
    }

    @Test
    void voice_beforeOnesOwnSession_isNotGiven() {
        Leases a = node("a");
        Leases b = new Leases("b", LEASE, LEASE, 0);
        b.update(VOTERS, false, Map.of("a", 1L, "b", 1L, "c", 1L), LEASE);
        beat(a, "a", b, "b", 1000 * MS);
        beat(b, "b", a, "a", 1010 * MS);

        assertThat(a.leaseUntilNs(1010 * MS)).isLessThan(1010 * MS);
    }

    @Test
    void lease_ofAnOlderSession_isNoneForTheNewOne() {
        Leases a = node("a");
        Leases b = node("b");
        beat(a, "a", b, "b", 1000 * MS);
        beat(b, "b", a, "a", 1010 * MS);
        a.update(VOTERS, true, Map.of("a", 2L, "b", 1L, "c", 1L), LEASE);

        assertThat(a.leaseUntilNs(1020 * MS)).isLessThan(1020 * MS);
    }

    @Test
    void bar_isOver_whenAMajorityHasTold_afterTheLongestOfIt() {
        Bars bars = new Bars();
        NodeSession session = new NodeSession(7, "x", true, true, 1, 0);
        bars.tell("b", new Message.Barred("a", 7, 1, 100), 1000 * MS);
        assertThat(bars.overNs("a", session, VOTERS)).isEqualTo(Bars.NEVER_NS);

        bars.tell("c", new Message.Barred("a", 7, 1, 250), 1010 * MS);
        assertThat(bars.overNs("a", session, VOTERS)).isEqualTo(1260 * MS);
    }

    @Test
    void bar_toldForAnEarlierBarOfTheSession_doesNotCount() {
        Bars bars = new Bars();
        bars.tell("b", new Message.Barred("a", 7, 1, 0), 1000 * MS);
        bars.tell("c", new Message.Barred("a", 7, 1, 0), 1000 * MS);

        NodeSession again = new NodeSession(7, "x", true, true, 2, 0);
        assertThat(bars.overNs("a", again, VOTERS)).isEqualTo(Bars.NEVER_NS);
    }

    @Test
    void bar_toldByWhoHasNoVote_doesNotCount() {
        Bars bars = new Bars();
        NodeSession session = new NodeSession(7, "x", true, true, 1, 0);
        bars.tell("b", new Message.Barred("a", 7, 1, 0), 1000 * MS);
        bars.tell("listener", new Message.Barred("a", 7, 1, 0), 1000 * MS);

        assertThat(bars.overNs("a", session, VOTERS)).isEqualTo(Bars.NEVER_NS);
    }

    @Test
    void voice_whileTheTimeGetsShorter_countsAsLongAsItWasGivenFor() {
        Leases a = node("a");
        Leases b = node("b");
        b.update(VOTERS, true, ALL, 5000);
        beat(a, "a", b, "b", 1000 * MS);
        beat(b, "b", a, "a", 1010 * MS);
        b.update(VOTERS, true, ALL, 100);
        beat(a, "a", b, "b", 1050 * MS);
        beat(b, "b", a, "a", 1060 * MS);

        a.update(VOTERS, true, ALL, 100);
        long until = a.leaseUntilNs(1060 * MS);
        assertThat(until).isLessThanOrEqualTo(6000 * MS);
        b.update(VOTERS, true, Map.of("b", 1L, "c", 1L), 100);
        assertThat(1060 * MS + b.remainingMs("a", 1060 * MS) * MS)
                .isGreaterThanOrEqualTo(until)
                .isEqualTo(6000 * MS);
    }

    @Test
    void voice_whileTheTimeGetsLonger_isToldAsLongFromTheFirst() {
        Leases a = node("a");
        Leases b = node("b");
        beat(a, "a", b, "b", 1000 * MS);
        b.update(VOTERS, true, ALL, 5000);
        beat(b, "b", a, "a", 1010 * MS);

        // a does not know of the longer time yet, nor need it
        assertThat(a.leaseUntilNs(1010 * MS)).isEqualTo(1310 * MS);
        assertThat(a.leaseUntilNs(4000 * MS)).isEqualTo(4300 * MS);
        b.update(VOTERS, true, Map.of("b", 1L, "c", 1L), 5000);
        assertThat(b.remainingMs("a", 4000 * MS)).isEqualTo(2000);
    }

    @Test
    void voice_ofAFormerProcessWithALongerTime_isNotForgottenForANewOne() {
        Leases a = node("a");
        Leases b = new Leases("b", 100, 5000, 1000 * MS);
        b.update(VOTERS, true, ALL, 100);
        beat(a, "a", b, "b", 1100 * MS);
        beat(b, "b", a, "a", 1110 * MS);

        b.update(VOTERS, true, Map.of("b", 1L, "c", 1L), 100);
        assertThat(b.remainingMs("a", 1200 * MS)).isEqualTo(4800);
    }
}
