package io.aplomb.control.link;

import io.aplomb.base.Clock;
import io.aplomb.control.pki.ClusterTls;
import io.aplomb.control.pki.NodeSubject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The thread of the links: brings what the kernel tells and the time to the peers' decisions, and
 * does what these ask for. Nothing on it waits but for the kernel.
 */
final class Detector implements Connection.Owner {

    /** Enough for all links of a large cluster to begin at once. */
    private static final int MOST_STRANGERS = 128;

    /** Octets in the kernel that a beat may have to wait behind. */
    private static final int SEND_BUFFER_BYTES = 64 << 10;

    private static final int RECEIVE_BUFFER_BYTES = 256 << 10;

    /** Rounds of reading before anything is decided: what others said comes first. */
    private static final int READING_ROUNDS = 4;

    private static final String NO_REASON = "no reason given";

    private final String self;
    private final long incarnation;
    private LinkSettings settings;
    private final LinkListener listener;
    private final BeatPayload payload;
    private final Clock clock;
    private final Executor handshakes;
    private final Selector selector;
    private final Entrances entrances;
    private final Strangers strangers = new Strangers(MOST_STRANGERS);
    private final Queue<Runnable> told = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> due = new ArrayDeque<>();
    private final Map<String, LivePeer> peers = new HashMap<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(FrameCodec.MAX_BYTES);
    private final Pace pace;

    private SSLContext tls;
    private List<InetSocketAddress> own = List.of();
    private long nextBeatNs;
    private long nowNs;
    private long refused;
    private String lastRefusal = "";
    private boolean carryingOut;
    private boolean ending;

    Detector(LinkParts parts, Selector selector) {
        this.self = parts.self();
        this.incarnation = parts.incarnation();
        this.settings = parts.settings();
        this.listener = parts.listener();
        this.payload = parts.payload();
        this.clock = parts.clock();
        this.handshakes = parts.handshakes();
        this.tls = parts.tls();
        this.selector = selector;
        this.entrances = new Entrances(selector);
        this.pace = new Pace(settings.beatNs() / 2);
    }

    /** Has the thread do something. Any thread. */
    void tell(Runnable what) {
        told.add(what);
        selector.wakeup();
    }

    /** Runs until {@link #end}. */
    void run() throws IOException {
        nowNs = clock.monotonicNs();
        nextBeatNs = nowNs;
        boolean more = false;
        while (!ending) {
            long planned = more ? nowNs : Math.max(nowNs, deadlineNs());
            await(planned);
            runs(planned);
            read();
            doTold();
            runs(nowNs);
            beat();
            decide();
            attempt();
            more = pump();
            runs(nowNs);
        }
    }

    /** Takes the time; how much later than expected it is counts for nobody's silence. */
    private void runs(long expectedNs) {
        long before = nowNs;
        nowNs = clock.monotonicNs();
        long stalledNs = pace.runs(Math.max(before, expectedNs), nowNs);
        if (stalledNs > 0) {
            for (LivePeer peer : all()) {
                apply(peer, new PeerInput.Stalled(stalledNs));
            }
        }
    }

    private long deadlineNs() {
        long next = Math.min(nextBeatNs, strangers.deadlineNs());
        next = Math.min(next, entrances.deadlineNs());
        for (LivePeer peer : peers.values()) {
            next = Math.min(next, peer.watch().deadlineNs());
            next = Math.min(next, peer.nextAttemptNs());
            for (Connection connection : peer.connections()) {
                if (connection.stage() != Connection.Stage.OPEN) {
                    next = Math.min(next, connection.deadlineNs());
                }
            }
        }
        return next;
    }

    private void await(long untilNs) throws IOException {
        // Up to the next millisecond: deadlines are over then, and not just before.
        long waitMs = TimeUnit.NANOSECONDS.toMillis(untilNs - clock.monotonicNs() + 999_999);
        if (waitMs > 0 && told.isEmpty()) {
            int _ = selector.select(waitMs);
        } else {
            int _ = selector.selectNow();
        }
    }

    private void read() throws IOException {
        for (int round = 0; round < READING_ROUNDS; round++) {
            List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
            selector.selectedKeys().clear();
            for (SelectionKey key : ready) {
                if (key.isValid()) {
                    serve(key);
                }
            }
            if (ready.isEmpty() || selector.selectNow() == 0) {
                return;
            }
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.ready();
        } else if (key.channel() instanceof ServerSocketChannel entrance) {
            accept(entrance);
        }
    }

    private void doTold() {
        for (Runnable next = told.poll(); next != null; next = told.poll()) {
            next.run();
        }
    }

    // Peers

    /** Who belongs to the cluster; this node's own entry says where to listen. */
    void become(List<Peer> members) {
        Map<String, Peer> wanted = new HashMap<>();
        members.forEach(member -> wanted.put(member.name(), member));
        Peer here = wanted.remove(self);
        own = here == null ? List.of() : here.addresses();
        entrances.become(own, nowNs);
        for (LivePeer peer : all()) {
            Peer next = wanted.get(peer.name());
            if (next == null || !next.id().equals(peer.peer().id())) {
                remove(peer);
            } else {
                readdress(peer, next);
            }
        }
    }

    /** A peer that is to be watched from now on, unless it is already. */
    void add(LivePeer peer) {
        LivePeer _ = peers.putIfAbsent(peer.name(), peer);
    }

    private void remove(LivePeer peer) {
        peers.remove(peer.name());
        boolean wasUp = peer.isUp();
        for (Connection connection : peer.connections()) {
            peer.lost(connection.link(), nowNs);
            boolean _ = connection.send(new Frame.Unheard());
            connection.finish();
        }
        strangers.closeOf(peer);
        peer.wentDown();
        if (wasUp) {
            listener.peerDown(peer.name(), DownCause.REMOVED, 0);
        }
    }

    private void readdress(LivePeer peer, Peer next) {
        for (int link : peer.become(next)) {
            Connection connection = peer.connection(link);
            if (connection != null && connection.stage() != Connection.Stage.OPEN) {
                connection.close();
                peer.attemptFailed(link, nowNs);
            }
            apply(peer, new PeerInput.Withdrawn(link));
        }
    }

    void become(SSLContext next) {
        tls = next;
    }

    /** Other times from now on; the next beats go at once. */
    void become(LinkSettings next) {
        settings = next;
        pace.become(next.beatNs() / 2);
        for (LivePeer peer : all()) {
            peer.watch().become(next);
            for (Connection connection : peer.connections()) {
                if (connection.stage() == Connection.Stage.OPEN) {
                    connection.beats().become(next.beatNs());
                }
            }
        }
        beatNow();
    }

    private List<LivePeer> all() {
        return List.copyOf(peers.values());
    }

    // Decisions

    /** Effects of effects come after them. */
    private void apply(LivePeer peer, PeerInput input) {
        for (PeerEffect effect : peer.watch().on(input, nowNs)) {
            due.add(() -> carryOut(peer, effect));
        }
        if (carryingOut) {
            return;
        }
        carryingOut = true;
        for (Runnable next = due.poll(); next != null; next = due.poll()) {
            next.run();
        }
        carryingOut = false;
    }

    private void carryOut(LivePeer peer, PeerEffect effect) {
        String name = peer.name();
        switch (effect) {
            case PeerEffect.Up() -> {
                peer.wentUp();
                listener.peerUp(name);
            }
            case PeerEffect.Down(DownCause cause, long silentNs) -> {
                peer.wentDown();
                closeUnopened(peer);
                listener.peerDown(name, cause, silentNs);
            }
            case PeerEffect.Suspect() -> listener.peerSuspect(name);
            case PeerEffect.Cleared() -> listener.peerCleared(name);
            case PeerEffect.LinkUp(int link) -> listener.linkUp(name, link);
            case PeerEffect.LinkDown(int link, LinkLoss why) -> listener.linkDown(name, link, why);
            case PeerEffect.Drop(int link) -> drop(peer, link);
            case PeerEffect.Ready() -> beat(peer);
        }
    }

    /** Greetings sent before a node was lost must not be taken for ones sent after. */
    private void closeUnopened(LivePeer peer) {
        for (Connection connection : peer.connections()) {
            if (connection.stage() == Connection.Stage.GREETING) {
                connection.close();
                peer.attemptFailed(connection.link(), nowNs);
            }
        }
        strangers.closeOf(peer);
    }

    private void drop(LivePeer peer, int link) {
        Connection connection = peer.connection(link);
        if (connection != null) {
            peer.lost(link, nowNs);
            boolean _ = connection.send(new Frame.Unheard());
            connection.finish();
        }
    }

    private void beat() {
        if (nowNs - nextBeatNs < 0) {
            return;
        }
        nextBeatNs += settings.beatNs();
        if (nowNs - nextBeatNs >= 0) {
            nextBeatNs = nowNs + settings.beatNs();
        }
        all().forEach(this::beat);
    }

    /** The next beats go in this round. */
    void beatNow() {
        nextBeatNs = nowNs;
    }

    private void beat(LivePeer peer) {
        long tick = peer.nextTick();
        byte[] octets = peer.isUp() ? payload.outgoing(peer.name()) : new byte[0];
        for (Connection connection : peer.connections()) {
            if (connection.stage() == Connection.Stage.OPEN) {
                boolean _ =
                        connection.send(
                                connection
                                        .beats()
                                        .next(
                                                peer.watch().isReady() || peer.isUp(),
                                                tick,
                                                peer.inbound().expected(),
                                                octets,
                                                nowNs));
            }
        }
    }

    private void decide() {
        for (LivePeer peer : all()) {
            if (nowNs - peer.watch().deadlineNs() >= 0) {
                apply(peer, new PeerInput.Tick());
            }
            for (Connection connection : peer.connections()) {
                if (connection.stage() != Connection.Stage.OPEN
                        && nowNs - connection.deadlineNs() >= 0) {
                    connection.close();
                    peer.attemptFailed(connection.link(), nowNs);
                }
            }
        }
        for (var late = strangers.overdue(nowNs);
                late.isPresent();
                late = strangers.overdue(nowNs)) {
            refuse(late.get(), "it did not say who it is in time");
        }
        entrances.attempt(nowNs);
    }

    private boolean pump() {
        boolean more = false;
        for (LivePeer peer : all()) {
            more |= peer.pump();
        }
        return more;
    }

    // Connections

    private void attempt() {
        for (LivePeer peer : all()) {
            for (int link = 0; link < own.size(); link++) {
                InetSocketAddress there = peer.address(link);
                if (there != null && peer.isAttemptDue(link, nowNs)) {
                    dial(peer, link, there);
                }
            }
        }
    }

    private void dial(LivePeer peer, int link, InetSocketAddress there) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                prepare(channel);
                channel.bind(new InetSocketAddress(own.get(link).getAddress(), 0));
                boolean _ = channel.connect(there);
            } catch (IOException refusedAtOnce) {
                channel.close();
                throw refusedAtOnce;
            }
            Connection connection = connection(channel, true);
            connection.belongs(peer, link);
            connection.due(nowNs + settings.connect().toNanos());
            peer.attempts(link, connection);
        } catch (ConnectException nobody) {
            peer.attemptFailed(link, nowNs);
            apply(peer, new PeerInput.Refused(link));
        } catch (IOException impossibleNow) {
            peer.attemptFailed(link, nowNs);
        }
    }

    private Connection connection(SocketChannel channel, boolean dialled) throws IOException {
        return new Connection(this, channel.register(selector, 0), dialled, scratch, nowNs);
    }

    private void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.IP_TOS, settings.trafficClass());
    }

    private void accept(ServerSocketChannel entrance) {
        try {
            for (SocketChannel channel = entrance.accept();
                    channel != null;
                    channel = entrance.accept()) {
                prepare(channel);
                knocked(channel);
                Connection connection = connection(channel, false);
                connection.due(nowNs + settings.handshake().toNanos());
                strangers.admit(connection).ifPresent(old -> refuse(old, "too many at once"));
                connection.begin(secured(connection, false));
            }
        } catch (IOException gone) {
            // Reset before it was accepted, or no descriptor left: the other end will try again.
            return;
        }
    }

    /** Somebody at the address of a peer is there: if it is for us to connect, now is the time. */
    private void knocked(SocketChannel channel) throws IOException {
        var from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        for (LivePeer peer : peers.values()) {
            for (int link = 0; link < Peer.MAX_LINKS; link++) {
                InetSocketAddress address = peer.address(link);
                if (peer.dials() && address != null && address.getAddress().equals(from)) {
                    peer.attemptSoon(link, nowNs);
                }
            }
        }
    }

    private TlsChannel secured(Connection connection, boolean client) {
        return new TlsChannel(
                connection.channel(),
                ClusterTls.engine(tls, client),
                handshakes,
                () -> tell(connection::resume));
    }

    private void refuse(Connection connection, String why) {
        refused++;
        lastRefusal = why;
        connection.close();
    }

    @Override
    public @Nullable TlsChannel connected(Connection connection) {
        LivePeer peer = connection.peer();
        if (peer == null || !peer.dials()) {
            if (peer != null) {
                peer.attemptFailed(connection.link(), nowNs);
            }
            return null;
        }
        connection.due(nowNs + settings.handshake().toNanos());
        return secured(connection, true);
    }

    @Override
    public boolean identified(Connection connection, NodeSubject subject) {
        LivePeer peer = peers.get(subject.node());
        if (peer == null || !peer.peer().id().equals(subject.id())) {
            return false;
        }
        if (connection.isDialled()) {
            return peer == connection.peer();
        }
        connection.belongs(peer, 0);
        return !peer.dials();
    }

    @Override
    public Frame.Hello greeting(Connection connection) {
        LivePeer peer = connection.peer();
        long session = peer == null ? 0 : peer.watch().session();
        // The one who accepts does not know the link yet; only the caller's word counts.
        return new Frame.Hello(connection.link(), incarnation, session);
    }

    @Override
    public void received(Connection connection, Frame frame) throws IOException {
        LivePeer peer = connection.peer();
        if (peer == null) {
            throw new LinkProtocolException("a frame of nobody");
        }
        if (connection.stage() == Connection.Stage.GREETING) {
            if (!(frame instanceof Frame.Hello hello)) {
                throw new LinkProtocolException("no greeting");
            }
            greeted(peer, connection, hello);
            return;
        }
        int link = connection.link();
        switch (frame) {
            case Frame.Hello _ -> throw new LinkProtocolException("a second greeting");
            case Frame.Beat beat -> heard(peer, connection, beat);
            case Frame.Chunk chunk -> {
                apply(peer, new PeerInput.Talked(link));
                receive(peer, chunk);
            }
            case Frame.Unheard() -> apply(peer, new PeerInput.Unheard(link));
            case Frame.Goodbye() -> apply(peer, new PeerInput.Goodbye());
        }
    }

    private void greeted(LivePeer peer, Connection connection, Frame.Hello hello)
            throws LinkProtocolException {
        int link = connection.isDialled() ? connection.link() : hello.link();
        if (peer.address(link) == null || link >= own.size()) {
            throw new LinkProtocolException("no network " + link);
        }
        if (peer.watch().isStale(hello.incarnation(), hello.session())) {
            throw new LinkProtocolException("a greeting from before");
        }
        strangers.leaves(connection);
        connection.belongs(peer, link);
        connection.open(new BeatClock(settings.beatNs(), nowNs));
        Connection before = peer.opened(link, connection);
        if (before != null) {
            before.close();
        }
        apply(peer, new PeerInput.Connected(link, hello.incarnation(), hello.session()));
        beat(peer);
    }

    private void heard(LivePeer peer, Connection connection, Frame.Beat beat)
            throws LinkProtocolException {
        long confirmedNs = connection.beats().heard(beat, nowNs);
        peer.confirmed(beat.expected());
        apply(peer, new PeerInput.Heard(connection.link(), beat.ready(), confirmedNs));
        if (peer.isNewTick(beat.tick()) && peer.isUp() && beat.payload().length > 0) {
            payload.incoming(peer.name(), beat.payload());
        }
    }

    private void receive(LivePeer peer, Frame.Chunk chunk) throws LinkProtocolException {
        if (!peer.isUp()) {
            throw new LinkProtocolException("a message of one that is down");
        }
        var message = peer.inbound().accept(chunk);
        if (message.isPresent()) {
            peer.countReceived();
            listener.message(peer.name(), message.get());
        }
    }

    @Override
    public void ended(Connection connection, Connection.End why, IOException cause) {
        strangers.leaves(connection);
        LivePeer peer = connection.peer();
        if (why == Connection.End.GARBLED) {
            refused++;
            lastRefusal = cause.getMessage() == null ? NO_REASON : cause.getMessage();
        }
        int link = connection.link();
        if (peer == null || peer.connection(link) != connection) {
            return;
        }
        if (connection.isOpened()) {
            peer.lost(link, nowNs);
            apply(
                    peer,
                    why == Connection.End.GARBLED
                            ? new PeerInput.Garbled(link)
                            : new PeerInput.Closed(link));
        } else {
            peer.attemptFailed(link, nowNs);
            if (why == Connection.End.REFUSED) {
                apply(peer, new PeerInput.Refused(link));
            }
        }
    }

    LinksReport report() {
        List<LinksReport.PeerReport> reports = new ArrayList<>();
        peers.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(peer -> reports.add(peer.report(nowNs)));
        return new LinksReport(
                entrances.listening(),
                entrances.missing(),
                reports,
                pace.stalls(),
                pace.longestNs(),
                refused,
                lastRefusal);
    }

    /** The thread's run ends; all others are told that we leave, or nothing. */
    void end(boolean goodbye) {
        ending = true;
        for (LivePeer peer : all()) {
            for (Connection connection : peer.connections()) {
                if (goodbye && connection.stage() == Connection.Stage.OPEN) {
                    boolean _ = connection.send(new Frame.Goodbye());
                    connection.finish();
                }
            }
        }
    }

    /** Closes all that is open. By the thread, after its run. */
    void close() throws IOException {
        all().forEach(peer -> peer.connections().forEach(Connection::close));
        strangers.closeAll();
        entrances.close();
        selector.close();
    }
}
