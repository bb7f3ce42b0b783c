package io.aplomb.proxy.upstream;

import io.aplomb.base.Check;
import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.Timeouts;
import io.aplomb.proxy.net.Deadline;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.runtime.Assignment;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.runtime.Ticket;
import io.aplomb.proxy.runtime.Waiter;
import io.aplomb.proxy.runtime.Wish;
import io.aplomb.proxy.stream.PersistenceState;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.Termination.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Gets one stream to a server: chooses it, waits in its queue, has it dialled, and tries again as
 * the manual says (4.2 {@code retries}, {@code option redispatch}, {@code timeout queue|connect}).
 *
 * <pre>
 *  IDLE -> CHOOSING -> QUEUED ---> DIALLING -> CONNECTED -> IDLE
 *             ^  |        |           |  ^         |
 *             |  +--------|-----------+  |         | (the request may be sent again)
 *             |           |     TURNAROUND <-------+
 *             +-----------+-----------+
 * </pre>
 *
 * <p>One object per stream, reused; on the stream's loop only. Holds one slot of the server from
 * DIALLING until {@link #release}.
 */
public final class Dispatch {

    /** HAProxy's pause before another try on the same server, unless connecting may take less. */
    private static final long TURNAROUND_MS = 1_000;

    /** What the dispatch asks of the connection it works for. */
    public interface Owner {
        /**
         * Connects to the server, or takes an idle connection to it; then calls {@link
         * Dispatch#connected} or {@link Dispatch#connectFailed}, possibly at once.
         */
        void dial(ServerRuntime server);

        /** Abandons the dial under way: its time is over. */
        void abandonDial();

        /** It is over; no slot is held. */
        void unreachable(ErrorKind failure);

        /** Sets the key the balancing algorithm of the backend needs. */
        void fillKey(BackendRuntime backend, Wish wish);
    }

    /** How far the way to the server is. */
    public enum State {
        /** Not asked for a server, or the answer was given up. */
        IDLE,
        /** The balancer is asked. */
        CHOOSING,
        /** Waiting for a slot of a server. */
        QUEUED,
        /** The connection is being made. */
        DIALLING,
        /** Pausing after a refusal. */
        TURNAROUND,
        /** There is a connection. */
        CONNECTED
    }

    private final Loop loop;
    private final Stream stream;
    private final Owner owner;
    private final Wish wish;
    private final Assignment assignment = new Assignment();
    private final Deadline deadline =
            new Deadline() {
                @Override
                protected void expired(long nowMs) {
                    timeIsOver();
                }
            };

    private State state = State.IDLE;
    private Place place = new Place();
    private @Nullable Ticket ticket;
    private @Nullable BackendRuntime backend;
    private @Nullable ServerRuntime server;
    private @Nullable ServerRuntime previousServer;
    private boolean persistent;
    private int attempts;

    public Dispatch(Loop loop, Stream stream, Wish wish, Owner owner) {
        this.loop = loop;
        this.stream = stream;
        this.wish = wish;
        this.owner = owner;
    }

    /** The slot in a queue; a new one after each that was used, as a late grant may still come. */
    private final class Place implements Waiter {
        @Override
        public void granted(ServerRuntime grantedServer, int position) {
            loop.execute(() -> onGranted(this, grantedServer, position));
        }

        @Override
        public void sentBack(int position) {
            loop.execute(() -> onSentBack(this, position));
        }
    }

    /** Starts for a backend. */
    public void begin(BackendRuntime target) {
        Check.state(state == State.IDLE, "a dispatch is under way");
        backend = target;
        previousServer = null;
        attempts = 0;
        PersistenceState persistence = stream.persistence();
        persistent = persistence.preferred() != null;
        choose();
    }

    /** The server whose slot is held, null when none is. */
    public @Nullable ServerRuntime server() {
        return server;
    }

    /** How far it is. */
    public State state() {
        return state;
    }

    /** Time left in the present state, in milliseconds; -1 for no limit. */
    public long leftMs() {
        return loop.leftMs(deadline);
    }

    /** How the request of a client that goes away now ends. */
    public ErrorKind abortedHere() {
        return phase() == Phase.QUEUE ? ErrorKind.QUEUE_ABORTED : ErrorKind.CONNECT_ABORTED;
    }

    /** Where a client that goes away now leaves from (manual 8.5, second character). */
    public Phase phase() {
        return state == State.QUEUED || state == State.CHOOSING ? Phase.QUEUE : Phase.CONNECT;
    }

    /** Whether it works on getting a connection. */
    public boolean isUnderWay() {
        return state != State.IDLE && state != State.CONNECTED;
    }

    private BackendRuntime backend() {
        return Check.present(backend, "backend of a dispatch");
    }

    private void choose() {
        state = State.CHOOSING;
        BackendRuntime target = backend();
        wish.reset(loop.nowMs());
        wish.priority(stream.priorityClass(), stream.priorityOffsetMs());
        if (persistent) {
            PersistenceState persistence = stream.persistence();
            wish.prefer(persistence.preferred(), persistence.evenIfDown());
        }
        if (previousServer != null) {
            wish.selection().avoid(previousServer);
        }
        owner.fillKey(target, wish);
        target.assign(wish, place, assignment);
        switch (assignment.outcome()) {
            case ASSIGNED -> {
                ServerRuntime chosen = Check.present(assignment.server(), "assigned server");
                countChoice(chosen);
                assigned(chosen);
            }
            case QUEUED -> queued(Check.present(assignment.ticket(), "ticket"));
            case NO_SERVER -> fail(ErrorKind.NO_SERVER);
        }
    }

    /** A slot that a queue hands out was not chosen by the algorithm. */
    private void countChoice(ServerRuntime chosen) {
        if (!persistent) {
            chosen.counters().increment(loop.index(), Counter.LOAD_BALANCED);
            stream.countBackend(Counter.LOAD_BALANCED);
        }
    }

    private void queued(Ticket given) {
        ticket = given;
        ServerRuntime chosen = given.server();
        if (chosen != null) {
            countChoice(chosen);
        }
        if (state != State.CHOOSING) {
            return;
        }
        state = State.QUEUED;
        stream.server(given.server());
        Timeouts timeouts = backend().config().timeouts();
        loop.armIn(deadline, timeouts.queueMs() > 0 ? timeouts.queueMs() : timeouts.connectMs());
    }

    private void onGranted(Place granted, ServerRuntime grantedServer, int position) {
        if (granted != place || state != State.QUEUED) {
            var _ = grantedServer.backendRuntime().release(grantedServer);
            return;
        }
        leaveQueue(position);
        assigned(grantedServer);
    }

    private void onSentBack(Place returned, int position) {
        if (returned == place && state == State.QUEUED) {
            leaveQueue(position);
            persistent = false;
            choose();
        }
    }

    private void leaveQueue(int position) {
        Ticket held = Check.present(ticket, "ticket");
        stream.figures().queued(held.server() != null, position);
        loop.disarm(deadline);
        ticket = null;
        place = new Place();
    }

    private void assigned(ServerRuntime chosen) {
        ServerRuntime before = previousServer;
        if (before != null) {
            countChange(before, chosen);
        }
        previousServer = null;
        server = chosen;
        stream.server(chosen);
        stream.figures().onServer();
        stream.timers().queueDone(loop.nowNs());
        dial();
    }

    /** A redispatch that finds another server counts as one, else as a retry. */
    private void countChange(ServerRuntime before, ServerRuntime chosen) {
        if (before == chosen) {
            stream.countServer(Counter.RETRIES);
            stream.countBackend(Counter.RETRIES);
            return;
        }
        before.counters().increment(loop.index(), Counter.REDISPATCHES);
        stream.countBackend(Counter.REDISPATCHES);
        stream.figures().redispatched(true);
    }

    private void dial() {
        state = State.DIALLING;
        stream.countServer(Counter.SESSIONS);
        loop.armIn(deadline, backend().config().timeouts().connectMs());
        owner.dial(Check.present(server, "server to dial"));
    }

    /** The owner has a usable connection. */
    public void connected() {
        Check.state(state == State.DIALLING, "connected without a dial");
        loop.disarm(deadline);
        state = State.CONNECTED;
        Check.present(server, "dialled server").observer().connected();
        stream.timers().connectDone(loop.nowNs());
    }

    /** The dial failed: retries, or ends with {@link Owner#unreachable}. */
    public void connectFailed(ErrorKind failure) {
        Check.state(state == State.DIALLING, "failure without a dial");
        loop.disarm(deadline);
        ServerRuntime failed = Check.present(server, "dialled server");
        failed.observer().connectionFailed();
        if (attempts >= backend().part().retries()) {
            giveBackSlot();
            fail(failure);
            return;
        }
        tryAgain(failed, failure == ErrorKind.CONNECT_FAILED);
    }

    /**
     * The connection is lost and the request may be sent once more ({@code retry-on}).
     *
     * @return false, with nothing changed, when no retry is left
     */
    public boolean retryRequest() {
        Check.state(state == State.CONNECTED, "retry without a connection");
        if (attempts >= backend().part().retries()) {
            return false;
        }
        tryAgain(Check.present(server, "server"), false);
        return true;
    }

    /**
     * An idle connection turned out to be dead before the server could have seen the request: dials
     * the same server afresh, which counts as no retry.
     */
    public void dialAgain() {
        Check.state(state == State.CONNECTED, "dial again without a connection");
        stream.timers().forgetConnection();
        dial();
    }

    private void tryAgain(ServerRuntime failed, boolean refused) {
        attempts++;
        stream.figures().retried();
        stream.timers().forgetConnection();
        BackendPart part = backend().part();
        if (mayChange(failed, part)) {
            release();
            previousServer = failed;
            stream.server(null);
            persistent = false;
            if (refused && !isSpreading(part)) {
                turnAround();
            } else {
                choose();
            }
            return;
        }
        stream.countServer(Counter.RETRIES);
        stream.countBackend(Counter.RETRIES);
        if (refused) {
            turnAround();
        } else {
            dial();
        }
    }

    private void turnAround() {
        state = State.TURNAROUND;
        long connectMs = backend().config().timeouts().connectMs();
        loop.armIn(deadline, connectMs > 0 ? Math.min(TURNAROUND_MS, connectMs) : TURNAROUND_MS);
    }

    /** Manual 4.2, "option redispatch", and HAProxy's immediate one for round robins. */
    private boolean mayChange(ServerRuntime failed, BackendPart part) {
        int interval = part.redispatchInterval();
        if (interval == 0 || stream.persistence().isForced()) {
            return false;
        }
        if (!failed.usable()) {
            return true;
        }
        boolean itsTurn =
                interval > 0
                        ? attempts % interval == 0
                        : attempts % Math.max(1, part.retries() + 1 + interval) == 0;
        return itsTurn || (!persistent && isSpreading(part));
    }

    /** Whether another server is as good, so that there is no point in waiting for this one. */
    private boolean isSpreading(BackendPart part) {
        return backend().usableServers() > 1
                && switch (part.balance()) {
                    case Balance.RoundRobin _,
                            Balance.StaticRoundRobin _,
                            Balance.LeastConnections _,
                            Balance.First _,
                            Balance.Random _,
                            Balance.ShortestExpectedDelay _,
                            Balance.NeverQueue _ ->
                            true;
                    case Balance.Source _,
                            Balance.Uri _,
                            Balance.UrlParameter _,
                            Balance.Header _,
                            Balance.RdpCookie _,
                            Balance.Hash _,
                            Balance.Destination _,
                            Balance.Lblc _,
                            Balance.Lblcr _ ->
                            false;
                };
    }

    private void timeIsOver() {
        switch (state) {
            case QUEUED -> queueTimeout();
            case DIALLING -> {
                owner.abandonDial();
                connectFailed(ErrorKind.CONNECT_TIMEOUT);
            }
            case TURNAROUND -> {
                if (server == null) {
                    choose();
                } else {
                    dial();
                }
            }
            case IDLE, CHOOSING, CONNECTED -> {}
        }
    }

    private void queueTimeout() {
        giveUpPlace();
        fail(ErrorKind.QUEUE_TIMEOUT);
    }

    private void giveUpPlace() {
        // When it is too late to cancel, the grant finds a former place and gives the slot back.
        leaveQueue(backend().cancel(Check.present(ticket, "ticket")));
        stream.timers().queueDone(loop.nowNs());
    }

    private void fail(ErrorKind failure) {
        state = State.IDLE;
        server = null;
        owner.unreachable(failure);
    }

    /** Gives the server's slot back, if one is held, and stops whatever is under way. */
    public void release() {
        if (state == State.QUEUED) {
            giveUpPlace();
        }
        loop.disarm(deadline);
        state = State.IDLE;
        giveBackSlot();
    }

    private void giveBackSlot() {
        ServerRuntime held = server;
        server = null;
        if (held != null) {
            stream.figures().leftServer(held.backendRuntime().release(held));
        }
    }

    /** The stream ends for good. */
    public void close() {
        release();
        loop.forget(deadline);
    }
}
