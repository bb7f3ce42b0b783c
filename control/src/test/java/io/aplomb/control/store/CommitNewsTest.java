package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One read at a time, and none forgotten. */
class CommitNewsTest {
    private final LinkedBlockingQueue<CompletableFuture<Void>> reads = new LinkedBlockingQueue<>();
    private final CommitNews news =
            new CommitNews(
                    () -> {
                        CompletableFuture<Void> read = new CompletableFuture<>();
                        reads.add(read);
                        return read;
                    });

    @Test
    void whatIsAgreedOnMeanwhile_sharesTheNextRead() throws InterruptedException {
        news.committed();
        news.committed();
        news.committed();
        CompletableFuture<Void> first = take();
        assertThat(reads).isEmpty();

        first.complete(null);
        CompletableFuture<Void> second = take();
        second.completeExceptionally(new IllegalStateException("leads no more"));

        assertThat(second).isNotSameAs(first);
        assertThat(reads).isEmpty();
    }

    private CompletableFuture<Void> take() throws InterruptedException {
        CompletableFuture<Void> read = reads.poll(60, TimeUnit.SECONDS);
        assertThat(read).isNotNull();
        return read;
    }
}
