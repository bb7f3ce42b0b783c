package io.aplomb.layer4.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.layer4.Servers;
import io.aplomb.layer4.pool.CheckState.Step;
import org.junit.jupiter.api.Test;

class CheckStateTest {
    private static final Step STAYS = new Step(false, false, 10);
    private static final Step CHANGES = new Step(true, false, 10);
    private static final Step RETRIES = new Step(false, true, 3);

    @Test
    void failures_afterAllRetries_bringItDown() {
        CheckState check = new CheckState(Servers.timing(2, false));
        assertThat(check.report(false)).isEqualTo(RETRIES);
        assertThat(check.report(false)).isEqualTo(RETRIES);
        assertThat(check.isUp()).isTrue();
        assertThat(check.report(false)).isEqualTo(CHANGES);
        assertThat(check.isUp()).isFalse();
    }

    @Test
    void success_betweenFailures_givesAllRetriesBack() {
        CheckState check = new CheckState(Servers.timing(1, false));
        assertThat(check.report(false)).isEqualTo(RETRIES);
        assertThat(check.report(true)).isEqualTo(STAYS);
        assertThat(check.report(false)).isEqualTo(RETRIES);
        assertThat(check.report(false)).isEqualTo(CHANGES);
    }

    @Test
    void down_knowsNoRetries_andRisesAtTheFirstSuccess() {
        CheckState check = new CheckState(Servers.timing(5, true));
        assertThat(check.isUp()).isFalse();
        assertThat(check.report(false)).isEqualTo(STAYS);
        assertThat(check.report(false)).isEqualTo(STAYS);
        assertThat(check.report(true)).isEqualTo(CHANGES);
        assertThat(check.report(true)).isEqualTo(STAYS);
        assertThat(check.isUp()).isTrue();
    }
}
