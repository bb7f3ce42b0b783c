package io.aplomb.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class ProcessQuorumTest {

    private static final int NO_MOST = Integer.MAX_VALUE;

    @Test
    void first_number_countsAtOnce() {
        ProcessQuorum quorum = new ProcessQuorum(1, NO_MOST, 100, 100);
        assertThat(quorum.status()).isEqualTo(TrackStatus.UNKNOWN);
        assertThat(quorum.count(0, 5)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.DOWN);
        assertThat(quorum.dueNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void change_withoutDelay_countsAtOnce() {
        ProcessQuorum quorum = new ProcessQuorum(2, NO_MOST, 0, 0);
        assertThat(quorum.count(1, 0)).isTrue();
        assertThat(quorum.count(2, 1)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.UP);
        assertThat(quorum.count(3, 2)).isFalse();
        assertThat(quorum.count(1, 3)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.DOWN);
    }

    @Test
    void quorumReached_hasToLastForTheForkDelay() {
        ProcessQuorum quorum = counted(new ProcessQuorum(1, NO_MOST, 100, 7), 0);
        assertThat(quorum.count(1, 1_000)).isFalse();
        assertThat(quorum.dueNs()).isEqualTo(1_100);
        assertThat(quorum.count(2, 1_050)).as("no new delay").isFalse();
        assertThat(quorum.expire(1_099)).isFalse();
        assertThat(quorum.expire(1_100)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.UP);
    }

    @Test
    void quorumLost_forLessThanTheTerminateDelay_isPassedOver() {
        ProcessQuorum quorum = counted(new ProcessQuorum(1, NO_MOST, 0, 100), 1);
        assertThat(quorum.count(0, 1_000)).isFalse();
        assertThat(quorum.count(1, 1_099)).isFalse();
        assertThat(quorum.expire(1_200)).isFalse();
        assertThat(quorum.status()).isEqualTo(TrackStatus.UP);
        assertThat(quorum.count(0, 1_300)).isFalse();
        assertThat(quorum.dueNs()).as("the delay begins anew").isEqualTo(1_400);
    }

    @Test
    void tooMany_isLostAfterTheForkDelay_andWonBackAfterTheTerminateDelay() {
        ProcessQuorum quorum = counted(new ProcessQuorum(1, 1, 30, 100), 1);
        assertThat(quorum.count(2, 1_000)).isFalse();
        assertThat(quorum.expire(1_030)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.DOWN);
        assertThat(quorum.count(1, 2_000)).isFalse();
        assertThat(quorum.expire(2_099)).isFalse();
        assertThat(quorum.expire(2_100)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.UP);
    }

    @Test
    void mostOfZero_isUpWhileNoneRuns() {
        ProcessQuorum quorum = counted(new ProcessQuorum(0, 0, 0, 0), 0);
        assertThat(quorum.status()).isEqualTo(TrackStatus.UP);
        assertThat(quorum.count(1, 1)).isTrue();
        assertThat(quorum.status()).isEqualTo(TrackStatus.DOWN);
    }

    @Test
    void quorum_thatNothingReaches_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProcessQuorum(2, 1, 0, 0));
    }

    private static ProcessQuorum counted(ProcessQuorum quorum, int processes) {
        assertThat(quorum.count(processes, 0)).isTrue();
        return quorum;
    }
}
