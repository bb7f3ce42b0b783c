package io.aplomb.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RiseFallTest {

    @Test
    void firstResult_decidesAlone() {
        RiseFall failing = new RiseFall(3, 3, false);
        RiseFall succeeding = new RiseFall(3, 3, true);
        assertThat(failing.status()).isEqualTo(TrackStatus.UNKNOWN);
        assertThat(succeeding.status()).isEqualTo(TrackStatus.DOWN);

        assertThat(failing.report(false)).isTrue();
        assertThat(succeeding.report(true)).isTrue();

        assertThat(failing.status()).isEqualTo(TrackStatus.DOWN);
        assertThat(succeeding.status()).isEqualTo(TrackStatus.UP);
    }

    @Test
    void resumed_takesTheWholeRowToChange() {
        RiseFall script = RiseFall.resumed(2, 2, TrackStatus.UP);

        assertThat(script.report(false)).isFalse();
        assertThat(script.status()).isEqualTo(TrackStatus.UP);
        assertThat(script.report(false)).isTrue();
    }

    @Test
    void fall_takesThatManyFailuresInARow() {
        RiseFall script = new RiseFall(2, 3, false);
        script.report(true);

        assertThat(script.report(false)).isFalse();
        assertThat(script.report(false)).isFalse();
        assertThat(script.report(true)).isFalse();
        assertThat(script.report(false)).isFalse();
        assertThat(script.report(false)).isFalse();
        assertThat(script.status()).isEqualTo(TrackStatus.UP);
        assertThat(script.report(false)).isTrue();
        assertThat(script.status()).isEqualTo(TrackStatus.DOWN);
    }

    @Test
    void rise_takesThatManySuccessesInARow() {
        RiseFall script = new RiseFall(2, 1, false);
        script.report(false);

        assertThat(script.report(true)).isFalse();
        assertThat(script.report(false)).isFalse();
        assertThat(script.report(true)).isFalse();
        assertThat(script.report(true)).isTrue();
        assertThat(script.status()).isEqualTo(TrackStatus.UP);
    }

    @Test
    void initFail_confirmedByTheFirstResult_needsRiseAfterwards() {
        RiseFall script = new RiseFall(2, 1, true);

        assertThat(script.report(false)).isFalse();
        assertThat(script.report(true)).isFalse();
        assertThat(script.report(true)).isTrue();
    }
}
