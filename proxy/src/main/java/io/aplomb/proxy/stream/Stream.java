package io.aplomb.proxy.stream;

import io.aplomb.base.Check;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.CaptureLayout;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.LogFacts;
import io.aplomb.sample.facts.Payload;
import io.aplomb.sample.facts.ProcessFacts;
import io.aplomb.sample.facts.UserLists;
import io.aplomb.sample.facts.Variables;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One client connection and the request on it: every fact that rules, balancing, logs and
 * statistics ask for. Mutable and reused; for the one event loop that owns the connection.
 *
 * <p>Life: {@link #open} at the accept; for each request {@link #requestHead()} is filled, the
 * rules run, the log is written, then {@link #resetForNextRequest}; {@link #close} at the end.
 */
public final class Stream implements SampleContext {

    /** {@code set-log-level silent}. */
    public static final int LOG_SILENT = -1;

    /** No rule has set a log level. */
    public static final int LOG_LEVEL_UNSET = -2;

    private final StreamWorld world;
    private final HttpHead request;
    private final HttpHead response;
    private final StreamTimers timers = new StreamTimers();
    private final Termination termination = new Termination();
    private final StreamConnection client = new StreamConnection();
    private final StreamConnection serverSide = new StreamConnection();
    private final StreamVariables variables;
    private final StreamCaptures captures = new StreamCaptures();
    private final TrackedCounters tracked;
    private final StreamFigures figures;
    private final PersistenceState persistence = new PersistenceState();
    private final RuleState ruleState = new RuleState();

    private @Nullable ListenerRuntime listener;
    private @Nullable BackendRuntime backend;
    private @Nullable ServerRuntime server;
    private boolean requestComplete;
    private boolean responseComplete;
    private boolean serverConnected;
    private boolean inputFinal;
    private @Nullable Payload requestPayload;
    private @Nullable Payload responsePayload;
    private @Nullable Payload requestBody;
    private @Nullable Payload responseBody;
    private @Nullable String uniqueId;
    private boolean firstRequest = true;

    /**
     * @param request head the request parser fills
     * @param response head the response parser fills
     */
    public Stream(StreamWorld world, HttpHead request, HttpHead response) {
        this.world = world;
        this.request = request;
        this.response = response;
        this.variables = new StreamVariables(world.processVariables());
        this.tracked = new TrackedCounters(world);
        this.figures = new StreamFigures(this);
    }

    /** A client was accepted; its addresses are in {@link #client()} already. */
    public void open(ListenerRuntime accepting) {
        listener = accepting;
        CaptureLayout layout = accepting.frontendRuntime().captureLayout();
        captures.declare(layout.requestLengths(), layout.responseLengths());
        variables.beginSession();
        firstRequest = true;
        clearRequest();
        timers.accepted(world.wallClockUs(), world.monotonicNs());
    }

    /** The exchange is over and logged, and the connection is kept for another one. */
    public void resetForNextRequest() {
        tracked.endRequest();
        firstRequest = false;
        clearRequest();
        timers.accepted(world.wallClockUs(), world.monotonicNs());
    }

    /** The connection is gone and its last exchange logged. */
    public void close() {
        tracked.endSession();
        clearRequest();
        variables.beginSession();
        listener = null;
    }

    private void clearRequest() {
        backend = null;
        server = null;
        requestComplete = false;
        responseComplete = false;
        serverConnected = false;
        inputFinal = false;
        requestPayload = null;
        responsePayload = null;
        requestBody = null;
        responseBody = null;
        uniqueId = null;
        request.reset();
        response.reset();
        client.forgetRuled();
        captures.clear();
        variables.beginRequest();
        termination.reset();
        figures.clear();
        persistence.clear();
        ruleState.clear();
    }

    // ---- what the data path reports

    /** The request's head is complete and may be read and edited. */
    public void requestArrived() {
        requestComplete = true;
        // HAProxy keeps one byte of its buffer for a terminator.
        int logged = world.proxies().config().global().tuning().logUriBytes() - 1;
        captures.requestLine(request, logged);
        tracked.requestArrived();
        timers.requestDone(world.monotonicNs());
    }

    /** The response's head is complete and may be read and edited; request variables end. */
    public void responseArrived() {
        responseComplete = true;
        variables.beginResponse();
        timers.responseDone(world.monotonicNs());
    }

    /** The response is thrown away for another attempt. */
    public void forgetResponse() {
        responseComplete = false;
        response.reset();
        serverConnected = false;
        timers.forgetConnection();
    }

    /** The proxy answers itself: request variables end, response rules see its head. */
    public HttpHead beginOwnResponse() {
        response.reset();
        responseComplete = true;
        variables.beginResponse();
        return response;
    }

    /** The backend was chosen. */
    public void backend(BackendRuntime chosen) {
        backend = chosen;
    }

    /** The server was chosen, or with null given up for another. */
    public void server(@Nullable ServerRuntime chosen) {
        server = chosen;
    }

    /**
     * The chosen server cannot be reached and another one is chosen: the cookie that named it is
     * told in the log as one of a server that is down.
     */
    public void redispatched() {
        server = null;
        persistence.forgetServer();
        figures.redispatched(true);
        if (termination.requestCookie() == Termination.RequestCookie.VALID) {
            termination.requestCookie(Termination.RequestCookie.DOWN);
        }
    }

    /** The connection to the server is usable: its facts are in {@link #serverSide()}. */
    public void serverConnected(boolean connected) {
        serverConnected = connected;
    }

    /** Whether no more input will be waited for. */
    public void inputFinal(boolean isFinal) {
        inputFinal = isFinal;
    }

    public void requestPayload(@Nullable Payload bytes) {
        requestPayload = bytes;
    }

    public void responsePayload(@Nullable Payload bytes) {
        responsePayload = bytes;
    }

    public void requestBody(@Nullable Payload bytes) {
        requestBody = bytes;
    }

    public void responseBody(@Nullable Payload bytes) {
        responseBody = bytes;
    }

    /** The unique id made for this request. */
    public void uniqueId(String id) {
        uniqueId = id;
    }

    // ---- parts

    public StreamWorld world() {
        return world;
    }

    public StreamTimers timers() {
        return timers;
    }

    public Termination termination() {
        return termination;
    }

    public StreamConnection client() {
        return client;
    }

    public StreamConnection serverSide() {
        return serverSide;
    }

    public StreamFigures figures() {
        return figures;
    }

    public PersistenceState persistence() {
        return persistence;
    }

    public RuleState ruleState() {
        return ruleState;
    }

    public FrontendRuntime frontendRuntime() {
        return entrance().frontendRuntime();
    }

    /** Where the client came in; only while a session is open. */
    public ListenerRuntime entrance() {
        return Check.present(listener, "listener");
    }

    public @Nullable BackendRuntime backendRuntime() {
        return backend;
    }

    public @Nullable ServerRuntime serverRuntime() {
        return server;
    }

    public Proxy frontendConfig() {
        return frontendRuntime().config();
    }

    /**
     * The backend's configuration; the frontend's as long as no backend is chosen, as in HAProxy.
     */
    public Proxy backendConfig() {
        return backend == null ? frontendConfig() : backend.config();
    }

    /** Whether there is no backend besides the frontend: none chosen, or a listen section's own. */
    public boolean isOwnBackend() {
        return backend == null || backend.config().id() == frontendConfig().id();
    }

    /** Counts in the frontend and, when chosen, the backend. */
    public void count(Counter counter) {
        countFrontend(counter);
        countBackend(counter);
    }

    /** Counts in the frontend and its listener only. */
    public void countFrontend(Counter counter) {
        entrance().count(world.loop(), counter, 1);
    }

    /** Counts in the backend, when chosen. */
    public void countBackend(Counter counter) {
        if (backend != null) {
            backend.counters().increment(world.loop(), counter);
        }
    }

    /**
     * The session is over: notes how long it took in the backend and the server. As in HAProxy one
     * that came to no response, or in TCP mode to no connection, does not count.
     */
    public void recordTimes() {
        BackendRuntime used = backend;
        if (used == null) {
            return;
        }
        long connectMs = timers.connectMs();
        long responseMs = used.isHttp() ? timers.responseMs() : 0;
        if (connectMs < 0 || responseMs < 0) {
            return;
        }
        long totalMs = timers.totalMs(world.monotonicNs());
        used.times().record(world.loop(), timers.queueMs(), connectMs, responseMs, totalMs);
        if (server != null) {
            server.times().record(world.loop(), timers.queueMs(), connectMs, responseMs, totalMs);
        }
    }

    /** Counts in the server, when chosen. */
    public void countServer(Counter counter) {
        if (server != null) {
            server.counters().increment(world.loop(), counter);
        }
    }

    // ---- SampleContext

    @Override
    public long wallClockUs() {
        return world.wallClockUs();
    }

    @Override
    public long monotonicNs() {
        return world.monotonicNs();
    }

    @Override
    public ZoneId timeZone() {
        return world.timeZone();
    }

    @Override
    public long nextRandom() {
        return world.nextRandom();
    }

    @Override
    public ProcessFacts process() {
        return world.process();
    }

    @Override
    public ConnectionFacts clientConnection() {
        return client;
    }

    @Override
    public @Nullable ListenerRuntime listener() {
        return listener;
    }

    @Override
    public @Nullable ConnectionFacts serverConnection() {
        return serverConnected ? serverSide : null;
    }

    @Override
    public @Nullable HttpHead requestHead() {
        return requestComplete ? request : null;
    }

    @Override
    public @Nullable HttpHead responseHead() {
        return responseComplete ? response : null;
    }

    @Override
    public @Nullable Payload requestPayload() {
        return requestPayload;
    }

    @Override
    public @Nullable Payload responsePayload() {
        return responsePayload;
    }

    @Override
    public @Nullable Payload requestBody() {
        return requestBody;
    }

    @Override
    public @Nullable Payload responseBody() {
        return responseBody;
    }

    @Override
    public boolean inputIsFinal() {
        return inputFinal;
    }

    @Override
    public FrontendRuntime frontend() {
        return frontendRuntime();
    }

    @Override
    public @Nullable BackendRuntime backend() {
        return backend;
    }

    @Override
    public @Nullable ServerRuntime server() {
        return server;
    }

    @Override
    public io.aplomb.proxy.runtime.RunningProxies proxies() {
        return world.proxies();
    }

    @Override
    public Variables variables() {
        return variables;
    }

    @Override
    public TrackedCounters tables() {
        return tracked;
    }

    @Override
    public StreamCaptures captures() {
        return captures;
    }

    @Override
    public UserLists userLists() {
        return world.userLists();
    }

    @Override
    public @Nullable String uniqueId() {
        return uniqueId;
    }

    @Override
    public boolean firstRequest() {
        return firstRequest;
    }

    @Override
    public int priorityClass() {
        return ruleState.priorityClass();
    }

    @Override
    public int priorityOffsetMs() {
        return ruleState.priorityOffsetMs();
    }

    @Override
    public LogFacts logFacts() {
        return figures;
    }
}
