package io.aplomb.proxy;

import io.aplomb.base.Check;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.admin.Liveness;
import io.aplomb.proxy.admin.SessionDirectory;
import io.aplomb.proxy.h1.ServerPool;
import io.aplomb.proxy.net.Admission;
import io.aplomb.proxy.net.BindFailure;
import io.aplomb.proxy.net.Connections;
import io.aplomb.proxy.net.ListenKey;
import io.aplomb.proxy.net.Listener;
import io.aplomb.proxy.net.Listeners;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.net.Loops;
import io.aplomb.proxy.net.TlsContexts;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.ListenerRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.session.LiveSession;
import io.aplomb.proxy.session.LiveSessions;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.stats.ProcessLoad;
import io.aplomb.proxy.stream.ProcessVariables;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The running data path: event loops, listening sockets, and the configuration in force.
 *
 * <p>Control methods may be called from any thread but an event loop's; they are serialized.
 */
public final class ProxyEngine {

    /** A loop that does not get to a task in this time does not serve clients in time either. */
    private static final long LOOP_PATIENCE_MS = 500;

    private final EngineOptions options;
    private final Loops loops;
    private final ProcessDoor processDoor;
    private final LoopWorld.WholeProcess process;
    private final List<Map<Class<?>, Object>> loopLocals = new ArrayList<>();
    private final Map<ListenKey, Listener> listeners = new LinkedHashMap<>();
    private volatile boolean draining;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Generation current;

    /** The values of {@link #listeners}, for loops, which must not wait for a lock. */
    private volatile List<Listener> open = List.of();

    /**
     * A configuration with what was made ready for it.
     *
     * @param tls its certificates
     * @param services who else listens: the runtime sockets
     */
    public record Plan(ProxyConfig config, TlsContexts tls, List<Service> services) {
        public Plan {
            services = List.copyOf(services);
        }
    }

    /** An address that is no frontend's, and who takes its connections. */
    public record Service(Bind bind, Admission admission) {}

    /** One configuration with what was made of it. */
    private record Generation(
            RunningProxies proxies,
            List<SessionContext> contexts,
            Map<ListenKey, FrontendDoor> doors,
            Map<ListenKey, Service> services) {

        /** Every address with its bind line and who takes its connections. */
        Map<ListenKey, Service> addresses() {
            Map<ListenKey, Service> all = new LinkedHashMap<>();
            doors.forEach((key, door) -> all.put(key, new Service(door.bind(), door)));
            all.putAll(services);
            return all;
        }
    }

    private ProxyEngine(Plan plan, EngineOptions options) throws BindFailure {
        ProxyConfig config = plan.config();
        this.options = options;
        int wanted = options.loops() > 0 ? options.loops() : config.global().threads();
        this.loops = Loops.start(options.transport(), wanted);
        this.processDoor = new ProcessDoor(config.global(), options.clock(), this::resumeAccepting);
        this.process =
                new LoopWorld.WholeProcess(
                        options.clock(),
                        new ProcessVariables(),
                        processDoor.all().connections(),
                        new AtomicLong(),
                        options.surroundings(),
                        ZoneId.systemDefault());
        loops.all().forEach(_ -> loopLocals.add(new HashMap<>()));
        try {
            this.current = generation(plan);
        } catch (BindFailure failure) {
            loops.stop();
            throw failure;
        }
    }

    /**
     * Binds all addresses; connections wait until {@link #begin}.
     *
     * @throws BindFailure for the first address that cannot be listened on; nothing runs then
     */
    public static ProxyEngine start(Plan plan, EngineOptions options) throws BindFailure {
        ProxyEngine engine = new ProxyEngine(plan, options);
        try {
            engine.listeners.putAll(engine.bind(engine.current));
            engine.open = List.copyOf(engine.listeners.values());
        } catch (BindFailure failure) {
            engine.loops.stop();
            throw failure;
        }
        return engine;
    }

    /** Begins to serve. */
    public synchronized void begin() {
        listeners.values().forEach(Listener::begin);
    }

    /** What runs now. */
    public RunningProxies proxies() {
        return current.proxies();
    }

    /** The sessions that run now, those of former configurations included. */
    public SessionDirectory sessions() {
        return new EngineSessions(() -> current.contexts());
    }

    /** A number for a session that is no stream: no other session or request has it. */
    public long nextSessionNumber() {
        return process.requests().getAndIncrement();
    }

    /** Event loops at work. */
    public int loopCount() {
        return loops.all().size();
    }

    /** Connections of the whole process. */
    public int maxConn() {
        return processDoor.maxConnections();
    }

    /** What the process has taken on. */
    public ProcessLoad load() {
        return processDoor;
    }

    /** Whether loops answer and listeners are bound. */
    Liveness liveness() {
        List<Listener> wanted = open;
        int bound = (int) wanted.stream().filter(Listener::isBound).count();
        return new Liveness(loopCount(), loops.answering(LOOP_PATIENCE_MS), wanted.size(), bound);
    }

    /** Changes the limit of the whole process until the next reload. */
    public void maxConn(int limit) {
        processDoor.all().limit(limit);
        resumeAccepting();
    }

    /** Where a frontend listens, in the order of its bind lines. */
    public synchronized List<SocketAddress> addresses(String frontendName) {
        FrontendRuntime frontend =
                Check.present(current.proxies().frontend(frontendName), frontendName);
        return listenersOf(frontend).stream().map(Listener::localAddress).toList();
    }

    /**
     * Replaces the configuration, wholly or not at all: new addresses are bound first, then all
     * loops use the new one; requests in flight end on the old one.
     *
     * @param adopted called when nothing can fail any more and before the first connection finds
     *     the new configuration
     * @throws BindFailure when a new address cannot be bound; the old configuration stays in force
     */
    public synchronized void reload(Plan plan, Consumer<RunningProxies> adopted)
            throws BindFailure {
        Check.state(!draining, "a program that ends takes no configuration up");
        Generation next = generation(plan);
        Map<ListenKey, Listener> opened = bind(next);
        boolean done = false;
        try {
            adopted.accept(next.proxies());
            done = true;
        } finally {
            if (!done) {
                opened.values().forEach(Listener::giveUp);
            }
        }
        swap(next, opened);
    }

    private void swap(Generation next, Map<ListenKey, Listener> opened) {
        Generation old = current;
        next.proxies().continueFrom(old.proxies());
        processDoor.use(next.proxies().config().global());
        current = next;
        next.addresses()
                .forEach(
                        (key, address) -> {
                            Listener kept = listeners.get(key);
                            if (kept != null) {
                                kept.reassign(address.admission());
                            }
                        });
        old.doors()
                .forEach(
                        (key, former) -> {
                            FrontendDoor door = next.doors().get(key);
                            if (door != null) {
                                former.replacedBy(door);
                            }
                        });
        opened.values().forEach(Listener::begin);
        listeners.putAll(opened);
        closeAllBut(next.addresses().keySet(), old);
        open = List.copyOf(listeners.values());
        closeIdleServers(old);
    }

    private void closeAllBut(Set<ListenKey> wanted, Generation old) {
        listeners
                .entrySet()
                .removeIf(
                        entry -> {
                            boolean gone = !wanted.contains(entry.getKey());
                            if (gone) {
                                closeDoor(old, entry.getKey());
                                entry.getValue().close();
                            }
                            return gone;
                        });
    }

    private static void closeDoor(Generation generation, ListenKey key) {
        FrontendDoor door = generation.doors().get(key);
        if (door != null) {
            door.close();
        }
    }

    /** Idle connections to servers of a former configuration are of no more use. */
    private static void closeIdleServers(Generation old) {
        for (SessionContext context : old.contexts()) {
            context.loop()
                    .execute(
                            () -> {
                                ServerPool pool = ServerPool.of(context);
                                for (BackendRuntime backend : old.proxies().backends()) {
                                    backend.servers().forEach(pool::closeIdle);
                                }
                            });
        }
    }

    /**
     * Stops listening, lets every request and session end, then stops ({@code SIGUSR1}). Returns at
     * once; see {@link #awaitEnd}.
     *
     * @param hardStopAfterMs what has not ended by then is cut; 0 for no limit
     */
    public synchronized void drain(long hardStopAfterMs) {
        if (draining) {
            return;
        }
        draining = true;
        closeListeners();
        eachSession(LiveSession::endWhenIdle);
        processDoor.all().whenEmpty(() -> Thread.ofVirtual().start(this::stop));
        if (hardStopAfterMs > 0) {
            ScheduledFuture<?> _ =
                    loops.all()
                            .getFirst()
                            .executor()
                            .schedule(
                                    () -> Thread.ofVirtual().start(this::stop),
                                    hardStopAfterMs,
                                    TimeUnit.MILLISECONDS);
        }
    }

    /** Ends at once. */
    public synchronized void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        draining = true;
        closeListeners();
        for (SessionContext context : current.contexts()) {
            context.loop().run(() -> closeAll(context));
        }
        loops.stop();
        ended.countDown();
    }

    private static void closeAll(SessionContext context) {
        LiveSessions.of(context).forEach(LiveSession::cut);
        ServerPool.of(context).closeAll();
    }

    private void closeListeners() {
        open = List.of();
        listeners.values().forEach(Listener::close);
        listeners.clear();
    }

    /** Ends every session that is served by that server, and its idle connections. */
    public void shutDownSessions(ServerRuntime server, ErrorKind reason) {
        eachSession(session -> session.shutDownIfOn(server, reason));
        for (SessionContext context : current.contexts()) {
            context.loop().execute(() -> ServerPool.of(context).closeIdle(server));
        }
    }

    /** Stops accepting on a frontend and keeps its sockets ({@code disable frontend}). */
    public void pause(FrontendRuntime frontend) {
        frontend.state(FrontendRuntime.State.PAUSED);
        listenersOf(frontend).forEach(Listener::pause);
    }

    /** Ends a {@link #pause}. */
    public void unpause(FrontendRuntime frontend) {
        frontend.state(FrontendRuntime.State.OPEN);
        listenersOf(frontend).forEach(Listener::unpause);
    }

    /** Stops listening for good ({@code shutdown frontend}); its connections stay. */
    public synchronized void shutDown(FrontendRuntime frontend) {
        frontend.state(FrontendRuntime.State.STOPPED);
        for (Bind bind : frontend.part().binds()) {
            ListenKey key = ListenKey.of(bind);
            Listener listener = listeners.remove(key);
            if (listener != null) {
                closeDoor(current, key);
                listener.close();
            }
        }
        open = List.copyOf(listeners.values());
    }

    private synchronized List<Listener> listenersOf(FrontendRuntime frontend) {
        List<Listener> found = new ArrayList<>();
        for (Bind bind : frontend.part().binds()) {
            Listener listener = listeners.get(ListenKey.of(bind));
            if (listener != null) {
                found.add(listener);
            }
        }
        return found;
    }

    private void eachSession(Consumer<LiveSession> action) {
        for (SessionContext context : current.contexts()) {
            context.loop().execute(() -> LiveSessions.of(context).forEach(action));
        }
    }

    /** Waits until the engine has stopped. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private Generation generation(Plan plan) throws BindFailure {
        ProxyConfig config = plan.config();
        RunningProxies proxies =
                new RunningProxies(
                        config,
                        ProcessDoor.maxConn(config.global()),
                        options.clock(),
                        loops.all().size());
        Connections connections =
                new Connections(
                        options.transport(),
                        loops.allocator(),
                        config.global().tuning().bufferSizeBytes(),
                        this::tlsOpened);
        List<SessionContext> contexts = new ArrayList<>();
        for (Loop loop : loops.all()) {
            ProgramFacts facts =
                    new ProgramFacts(config, loops.all().size(), loop.index(), () -> draining);
            LoopWorld world = new LoopWorld(loop, process, proxies, facts);
            contexts.add(
                    new SessionContext(
                            loop,
                            world,
                            proxies,
                            plan.tls(),
                            connections,
                            options.services(),
                            loopLocals.get(loop.index()),
                            () -> draining));
        }
        Map<ListenKey, FrontendDoor> doors = doors(proxies, contexts);
        return new Generation(proxies, contexts, doors, services(plan, doors.keySet()));
    }

    private static Map<ListenKey, Service> services(Plan plan, Set<ListenKey> taken)
            throws BindFailure {
        Map<ListenKey, Service> services = new LinkedHashMap<>();
        for (Service service : plan.services()) {
            ListenKey key = ListenKey.of(service.bind());
            if (taken.contains(key) || services.putIfAbsent(key, service) != null) {
                throw new BindFailure(
                        service.bind().position(),
                        service.bind().endpoint().text(),
                        "another line of the configuration listens there");
            }
        }
        return services;
    }

    private Map<ListenKey, FrontendDoor> doors(
            RunningProxies proxies, List<SessionContext> contexts) {
        Map<ListenKey, FrontendDoor> doors = new LinkedHashMap<>();
        for (FrontendRuntime frontend : proxies.frontends()) {
            if (frontend.config().disabled()) {
                continue;
            }
            for (ListenerRuntime listener : frontend.listeners()) {
                FrontendDoor door =
                        new FrontendDoor(processDoor, listener, contexts, this::resumeAccepting);
                doors.put(ListenKey.of(listener.bind()), door);
            }
        }
        return doors;
    }

    /** Opens what is not open yet; nothing of it accepts, and unix sockets have their paths. */
    private Map<ListenKey, Listener> bind(Generation next) throws BindFailure {
        Map<ListenKey, Listener> opened = new LinkedHashMap<>();
        boolean done = false;
        try {
            for (Map.Entry<ListenKey, Service> entry : next.addresses().entrySet()) {
                if (!listeners.containsKey(entry.getKey())) {
                    Service address = entry.getValue();
                    Listener listener = loops.listeners().open(address.bind(), address.admission());
                    opened.put(entry.getKey(), listener);
                }
            }
            publish(next, opened);
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.values().forEach(Listener::giveUp);
            }
        }
    }

    private static void publish(Generation next, Map<ListenKey, Listener> opened)
            throws BindFailure {
        for (Map.Entry<ListenKey, Listener> entry : opened.entrySet()) {
            try {
                entry.getValue().publish();
            } catch (IOException refused) {
                Bind bind =
                        Check.present(next.addresses().get(entry.getKey()), "new address").bind();
                throw Listeners.failure(bind, refused);
            }
        }
    }

    private void tlsOpened(Channel toServer) {
        processDoor.tlsOpened();
        var _ = toServer.closeFuture().addListener(_ -> processDoor.tlsClosed());
    }

    private void resumeAccepting() {
        // The loops ask each listener's admission again; those without a place go on waiting.
        open.forEach(Listener::resume);
    }
}
