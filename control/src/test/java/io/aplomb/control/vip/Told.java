package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.vrrp.track.TrackStatus;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes what a watch tells, and waits for it. */
final class Told {

    private static final long PATIENCE_S = 60;

    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    void accept(String name, TrackStatus status) {
        all.add(name + " " + status);
    }

    /** The next one. */
    String next() throws InterruptedException {
        String next = all.poll(PATIENCE_S, SECONDS);
        assertThat(next).as("told within %s s", PATIENCE_S).isNotNull();
        return next;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
