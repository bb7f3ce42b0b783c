package io.aplomb.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A rehearsal is worth its time when it goes all the way. */
class RehearsalTest {
    @Test
    void rehearsal_takesOver_andLooksAfterWhatItTook() {
        assertThat(Rehearsal.run())
                .extracting(order -> order.operation() + ' ' + order.intervalMs())
                .endsWith("start 0", "monitor 10000");
    }
}
