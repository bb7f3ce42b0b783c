package io.aplomb.proxy.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopsTest {
    private static final long PATIENCE_MS = 3_000;

    private final Loops loops = Loops.start(Transport.best(), 2);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        loops.stop();
    }

    @Test
    void answering_countsAllThatGetToATask() {
        assertThat(loops.answering(PATIENCE_MS)).isEqualTo(2);
    }

    @Test
    void answering_leavesOutALoopThatHangs() {
        loops.all()
                .getFirst()
                .execute(
                        () -> {
                            try {
                                boolean _ = release.await(60, SECONDS);
                            } catch (InterruptedException asked) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThat(loops.answering(PATIENCE_MS)).isEqualTo(1);
    }
}
