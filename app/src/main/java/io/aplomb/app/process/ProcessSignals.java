package io.aplomb.app.process;

import io.aplomb.linux.SignalDisposition;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The signals that steer a running server, as one queue of requests.
 *
 * <p>HAProxy's manual, management.txt section 4: SIGINT and SIGTERM end the process at once,
 * SIGUSR1 lets it finish its connections first. SIGHUP and SIGUSR2 reload: there is no master
 * process here that would do it. keepalived(8): SIGUSR1 and SIGUSR2 write files, SIGHUP reloads.
 *
 * <p>A process that does not manage to end is ended {@value #STOP_GRACE_MS} ms after the signal,
 * with exit code 0; virtual IPs have {@value #VRRP_STOP_GRACE_MS} ms, for their scripts, and a
 * cluster's node {@value #CLUSTER_STOP_GRACE_MS} ms, for its resources.
 */
public final class ProcessSignals {
    /**
     * Callers give a proxy 2 s to end; what is left pays for the end of the Java machine itself.
     */
    static final int STOP_GRACE_MS = 1_500;

    /**
     * The addresses go at once; then scripts of {@code notify_stop} and letters have their time.
     * Less than the 90 s after which systemd kills.
     */
    static final int VRRP_STOP_GRACE_MS = 80_000;

    /** For resources that go elsewhere first. Less than what the daemon's unit allows. */
    static final int CLUSTER_STOP_GRACE_MS = 170_000;

    private static final int NO_GRACE = 0;

    /** Each request is idempotent: a hundred waiting ones say no more than the newest. */
    private static final int QUEUE_LIMIT = 100;

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(QUEUE_LIMIT);

    private final int stopGraceMs;

    /**
     * @param stopGraceMs after which a stop halts the process; {@link #NO_GRACE} for never
     */
    private ProcessSignals(int stopGraceMs) {
        this.stopGraceMs = stopGraceMs;
    }

    /** What a signal asks for. */
    public enum Request {
        /** End now (SIGINT, SIGTERM). */
        STOP,
        /** Accept nothing new, end with the last connection (SIGUSR1). */
        DRAIN,
        /** Read the configuration again (SIGHUP, SIGUSR2). */
        RELOAD,
        /** Write down how all stands (SIGUSR1 of the virtual IP). */
        WRITE_DATA,
        /** Write down what was counted (SIGUSR2 of the virtual IP). */
        WRITE_STATISTICS,
        /** The server has ended by itself; no signal asks for this. */
        ENDED
    }

    /**
     * Takes the signals of this process over, also those it was started to ignore, with the meaning
     * they have for HAProxy.
     */
    public static ProcessSignals install() {
        return install(STOP_GRACE_MS, Request.DRAIN, Request.RELOAD);
    }

    /** The same with the meaning they have for keepalived. */
    public static ProcessSignals installForVrrp() {
        return install(VRRP_STOP_GRACE_MS, Request.WRITE_DATA, Request.WRITE_STATISTICS);
    }

    /** Those of the cluster's daemon: all it can be told is to end. */
    public static ProcessSignals installForCluster() {
        return install(CLUSTER_STOP_GRACE_MS, Request.RELOAD, Request.RELOAD);
    }

    private static ProcessSignals install(int stopGraceMs, Request first, Request second) {
        ProcessSignals signals = new ProcessSignals(stopGraceMs);
        signals.handle("INT", 2, Request.STOP);
        signals.handle("TERM", 15, Request.STOP);
        signals.handle("USR1", 10, first);
        signals.handle("HUP", 1, Request.RELOAD);
        signals.handle("USR2", 12, second);
        return signals;
    }

    /**
     * Takes requests from {@link #request} alone: for a proxy inside another program. Stopping it
     * halts nothing.
     */
    public static ProcessSignals detached() {
        return new ProcessSignals(NO_GRACE);
    }

    /** Waits for the next request. Blocks the calling thread. */
    public Request take() throws InterruptedException {
        return requests.take();
    }

    /** Queues a request as a signal would; from any thread. */
    public void request(Request request) {
        if (request == Request.STOP && stopGraceMs != NO_GRACE) {
            haltAfterGrace();
        }
        if (!requests.offer(request)) {
            requests.clear();
            boolean _ = requests.offer(request);
        }
    }

    private void handle(String name, int number, Request request) {
        if (SignalDisposition.isIgnored(number)) {
            SignalDisposition.restoreDefault(number);
        }
        JavaSignal.handle(name, () -> request(request));
    }

    /** On a thread of its own: what hangs when a process does not end may be any shared one. */
    private void haltAfterGrace() {
        Thread.ofPlatform()
                .daemon()
                .name("stop-grace")
                .start(
                        () -> {
                            try {
                                Thread.sleep(stopGraceMs);
                                Runtime.getRuntime().halt(0);
                            } catch (InterruptedException ended) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
