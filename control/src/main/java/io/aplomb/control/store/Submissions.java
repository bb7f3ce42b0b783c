package io.aplomb.control.store;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.GroupMismatchException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.jspecify.annotations.Nullable;

/**
 * Commands on their way to the log. Each is sent to whoever leads, and again when that one fails,
 * is silent for a second, or another one leads; {@link Sessions} sees to it that it is applied
 * once. At its deadline it fails, and says whether it may have been done.
 *
 * <p>Thread-safe. Futures are completed on virtual threads: what hangs on them may block.
 */
final class Submissions {
    /** Where commands go. */
    interface Way {
        Optional<RaftPeerId> leader();

        CompletableFuture<RaftClientReply> write(RaftPeerId to, byte[] envelope);

        void reconnect(RaftPeerId to, Throwable failure);
    }

    private static final long RETRY_MS = 20;
    private static final long SILENT_MS = 1000;
    private static final byte[] NOTHING = {};

    private final Way way;
    private final ScheduledExecutorService timer;
    private final Set<Submission> open = ConcurrentHashMap.newKeySet();
    private final TreeSet<Long> unsettled = new TreeSet<>(); // guarded by itself
    private long sequences; // guarded by unsettled
    private @Nullable CompletableFuture<Long> session; // guarded by this
    private volatile boolean closed;

    Submissions(Way way, ScheduledExecutorService timer) {
        this.way = way;
        this.timer = timer;
    }

    /** Fails only with a {@link StoreException}. */
    CompletableFuture<byte[]> submit(byte[] command, Duration within) {
        long deadlineNs = System.nanoTime() + within.toNanos();
        return session(within)
                .thenCompose(id -> begin(new Submission(id, sequence(), command, deadlineNs)));
    }

    /**
     * The index of an entry that changes nothing, and stands behind all that was acknowledged
     * before this call.
     */
    CompletableFuture<Long> mark(Duration within) {
        return begin(
                        new Submission(
                                Envelope.MARK, 0, NOTHING, System.nanoTime() + within.toNanos()))
                .thenApply(Submissions::index);
    }

    private static long index(byte[] reply) {
        return ByteBuffer.wrap(reply).getLong();
    }

    private long sequence() {
        synchronized (unsettled) {
            long sequence = ++sequences;
            unsettled.add(sequence);
            return sequence;
        }
    }

    private long settled() {
        synchronized (unsettled) {
            return unsettled.isEmpty() ? sequences + 1 : unsettled.first();
        }
    }

    /**
     * The session of this process; asked for with the first command, and anew when it is no longer
     * known.
     */
    private synchronized CompletableFuture<Long> session(Duration within) {
        if (session == null || session.isCompletedExceptionally()) {
            long deadlineNs = System.nanoTime() + within.toNanos();
            // One asked for in vain does no harm, so a failure says nothing of the command.
            session =
                    begin(new Submission(Envelope.NEW_SESSION, 0, NOTHING, deadlineNs))
                            .thenApply(Submissions::index)
                            .exceptionallyCompose(
                                    failure -> CompletableFuture.failedFuture(notBegun(failure)));
        }
        return session;
    }

    private static StoreException notBegun(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof StoreException.NoLeader none
                ? none
                : new StoreException.NotCommitted("it was not sent: " + message(cause));
    }

    private synchronized void dropSession(long id) {
        if (session != null
                && session.isDone()
                && !session.isCompletedExceptionally()
                && session.join() == id) {
            session = null;
        }
    }

    private CompletableFuture<byte[]> begin(Submission submission) {
        open.add(submission);
        if (submission.envelope().length > RaftSettings.ENTRY_BYTES_MAX - 1024) {
            submission.fail(new StoreException.NotCommitted("the command is too large"));
        } else if (closed) {
            submission.giveUp();
        } else {
            submission.begin();
        }
        return submission.result;
    }

    /** Sends those again that went to another, or wait for somebody to lead. */
    void leaderChanged() {
        Optional<RaftPeerId> leader = way.leader();
        if (leader.isPresent()) {
            open.forEach(submission -> submission.redirect(leader.get()));
        }
    }

    /** Fails all that is on its way. */
    void close() {
        closed = true;
        open.forEach(Submission::giveUp);
    }

    /** One command on its way. */
    private final class Submission {
        private final long session;
        private final long sequence;
        private final byte[] command;
        private final long deadlineNs;
        private final CompletableFuture<byte[]> result = new CompletableFuture<>();

        // All guarded by this.
        private boolean done;
        private boolean perhaps; // a leader may have taken it
        private boolean met; // somebody led
        private int attempts;
        private @Nullable RaftPeerId at; // who has it now
        private String last = "nobody led";
        private @Nullable Future<?> deadline;
        private @Nullable Future<?> silence;

        Submission(long session, long sequence, byte[] command, long deadlineNs) {
            this.session = session;
            this.sequence = sequence;
            this.command = command;
            this.deadlineNs = deadlineNs;
        }

        byte[] envelope() {
            return new Envelope(session, sequence, settled(), command).encode();
        }

        void begin() {
            synchronized (this) {
                deadline =
                        timer.schedule(
                                this::giveUp, deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            attempt();
        }

        void attempt() {
            RaftPeerId leader = way.leader().orElse(null);
            int attempt;
            synchronized (this) {
                attempt = attempts + 1;
                if (done || at != null) {
                    return;
                }
                if (leader == null) {
                    again();
                    return;
                }
                at = leader;
                met = true;
                attempts = attempt;
                cancel(silence);
                silence =
                        timer.schedule(
                                () -> abandon(attempt, "it was silent"),
                                SILENT_MS,
                                TimeUnit.MILLISECONDS);
            }
            send(leader, attempt);
        }

        private void send(RaftPeerId leader, int attempt) {
            var _ =
                    way.write(leader, envelope())
                            .whenComplete(
                                    (reply, failure) -> {
                                        if (failure != null) {
                                            failed(attempt, leader, cause(failure));
                                        } else if (reply.getException() != null) {
                                            failed(attempt, leader, reply.getException());
                                        } else {
                                            answered(
                                                    Answer.decode(
                                                            reply.getMessage()
                                                                    .getContent()
                                                                    .toByteArray()));
                                        }
                                    });
        }

        /** Another leads: what the former one has may be lost, or not. */
        void redirect(RaftPeerId leader) {
            int attempt;
            synchronized (this) {
                if (done || leader.equals(at)) {
                    return;
                }
                attempt = attempts;
            }
            abandon(attempt, "another leads");
            attempt();
        }

        private void abandon(int attempt, String why) {
            synchronized (this) {
                if (done || at == null || attempt != attempts) {
                    return;
                }
                perhaps = true;
                last = at + ": " + why;
                at = null;
            }
            attempt();
        }

        private void failed(int attempt, RaftPeerId leader, Throwable failure) {
            boolean broken =
                    failure instanceof IOException && !(failure instanceof NotLeaderException);
            synchronized (this) {
                if (done) {
                    return;
                }
                perhaps |= !isRefusal(failure);
                if (attempt != attempts || at == null) {
                    return; // another attempt is on its way
                }
                last = leader + ": " + message(failure);
                at = null;
                again();
            }
            if (broken && !isRefusal(failure)) {
                Thread.ofVirtual().start(() -> way.reconnect(leader, failure));
            }
        }

        private void answered(Answer answer) {
            switch (answer.kind()) {
                case DONE -> finish(answer.reply(), null);
                case SETTLED ->
                        fail(new StoreException.Unknown("it came when it had been given up"));
                case NO_SESSION -> {
                    dropSession(session);
                    boolean mayHaveBeenDone;
                    synchronized (this) {
                        mayHaveBeenDone = perhaps;
                    }
                    if (mayHaveBeenDone) {
                        fail(new StoreException.Unknown("the session had ended"));
                    } else {
                        renew();
                    }
                }
            }
        }

        /** It was certainly not done under this session: it may go under a new one. */
        private void renew() {
            Duration rest = Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
            var _ =
                    submit(command, rest)
                            .whenComplete(
                                    (reply, failure) ->
                                            finish(reply, failure == null ? null : cause(failure)));
        }

        private void again() {
            if (!closed) {
                var _ = timer.schedule(this::attempt, RETRY_MS, TimeUnit.MILLISECONDS);
            }
        }

        /** The deadline. */
        void giveUp() {
            StoreException why;
            synchronized (this) {
                if (perhaps || at != null) {
                    why = new StoreException.Unknown("no answer in time; the last was " + last);
                } else if (met) {
                    why =
                            new StoreException.NotCommitted(
                                    "refused until the deadline; the last was " + last);
                } else {
                    why = new StoreException.NoLeader("nobody led until the deadline");
                }
            }
            fail(why);
        }

        void fail(StoreException why) {
            finish(null, why);
        }

        private void finish(byte @Nullable [] reply, @Nullable Throwable failure) {
            synchronized (this) {
                if (done) {
                    return;
                }
                done = true;
                cancel(deadline);
                cancel(silence);
            }
            open.remove(this);
            if (session > Envelope.NEW_SESSION) {
                synchronized (unsettled) {
                    unsettled.remove(sequence);
                }
            }
            Thread.ofVirtual()
                    .start(
                            () -> {
                                if (failure == null && reply != null) {
                                    result.complete(reply);
                                } else if (failure != null) {
                                    result.completeExceptionally(failure);
                                }
                            });
        }
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable at = failure;
        while (at instanceof CompletionException && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static String message(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    /**
     * Whether the command was certainly not taken. A leader that steps down tells those whose
     * commands are in its log the same as those it refuses, that it does not lead, but then it
     * names no other (RaftServerImpl and LeaderStateImpl of Ratis 3.3.0).
     */
    private static boolean isRefusal(Throwable failure) {
        return switch (failure) {
            case NotLeaderException other -> other.getSuggestedLeader() != null;
            case LeaderNotReadyException soon -> true;
            case LeaderSteppingDownException going -> true;
            case ServerNotReadyException starting -> true;
            case GroupMismatchException elsewhere -> true;
            default -> isUnreached(failure);
        };
    }

    private static boolean isUnreached(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }
}
