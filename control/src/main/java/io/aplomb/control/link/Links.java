package io.aplomb.control.link;

import io.aplomb.base.Check;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.ClusterTls;
import io.aplomb.control.pki.NodeSubject;
import io.aplomb.linux.Scheduling;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.channels.Selector;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * The links of this node to all others: who is there, and messages. One connection for each other
 * node and network, TLS 1.3 with certificates of the cluster on both sides; the node whose name
 * comes first makes it. Beats go each way; {@link PeerWatch} says what their absence means.
 *
 * <p>All of it is done by one platform thread, with real-time priority where that is permitted; the
 * listener and the payload are called on it. The methods here may be called from any thread and do
 * not block, but for {@link #start} and {@link #close}.
 */
public final class Links implements AutoCloseable {

    private static final int HANDSHAKE_THREADS = 2;

    private final String self;
    private volatile LinkSettings settings;
    private final Detector detector;
    private final ExecutorService handshakes;
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, CompletableFuture<LinksReport>> questions = new ConcurrentHashMap<>();
    private final Map<String, LivePeer> peers = new ConcurrentHashMap<>();

    /** Read by the threads of handshakes. */
    private volatile Map<String, UUID> members = Map.of();

    private Links(
            ClusterIdentity identity,
            LinkSettings settings,
            LinkListener listener,
            BeatPayload payload)
            throws IOException, GeneralSecurityException {
        this.self = identity.name();
        this.settings = settings;
        this.handshakes =
                Executors.newFixedThreadPool(
                        HANDSHAKE_THREADS,
                        Thread.ofPlatform().daemon().name("link-handshake-", 0).factory());
        this.detector =
                new Detector(
                        new LinkParts(
                                self,
                                new SecureRandom().nextLong(),
                                settings,
                                listener,
                                payload,
                                new MonotonicClock(),
                                handshakes,
                                tls(identity)),
                        Selector.open());
        this.thread = Thread.ofPlatform().name("links").unstarted(this::run);
    }

    /**
     * Starts, with nobody to talk to: {@link #setPeers} says who is there.
     *
     * @throws IOException when the kernel gives no selector
     * @throws GeneralSecurityException when the identity is of no use
     */
    public static Links start(
            ClusterIdentity identity,
            LinkSettings settings,
            LinkListener listener,
            BeatPayload payload)
            throws IOException, GeneralSecurityException {
        TlsRehearsal.play(identity);
        Links links = new Links(identity, settings, listener, payload);
        links.thread.start();
        return links;
    }

    /**
     * Who belongs to the cluster from now on, this node among them: its own entry says where it
     * listens, and which addresses its connections come from. Nodes that are the same go on, with
     * other addresses if need be; others are given up.
     */
    public void setPeers(Collection<Peer> of) {
        List<Peer> next = List.copyOf(of);
        Map<String, UUID> identities = new HashMap<>();
        next.forEach(peer -> identities.put(peer.name(), peer.id()));
        Check.argument(identities.size() == next.size(), "two nodes of one name");
        synchronized (peers) {
            members = Map.copyOf(identities);
            peers.values().removeIf(old -> !old.peer().id().equals(identities.get(old.name())));
            detector.tell(() -> detector.become(next));
            for (Peer peer : next) {
                if (!peer.name().equals(self) && !peers.containsKey(peer.name())) {
                    LivePeer added = new LivePeer(peer, settings, self.compareTo(peer.name()) < 0);
                    peers.put(peer.name(), added);
                    detector.tell(() -> detector.add(added));
                }
            }
        }
    }

    /**
     * Other times from now on, for connections that are there, too; the sizes have to be the same.
     * Nodes that are to agree take a longer silence before a longer beat, and a shorter beat before
     * a shorter silence.
     */
    public void become(LinkSettings next) {
        Check.argument(
                next.messageBytes() == settings.messageBytes()
                        && next.queueBytes() == settings.queueBytes(),
                "sizes stay");
        synchronized (peers) {
            settings = next;
            detector.tell(() -> detector.become(next));
        }
    }

    /** Another certificate for this node; connections that are there stay. */
    public void setIdentity(ClusterIdentity renewed) throws GeneralSecurityException {
        SSLContext next = tls(renewed);
        detector.tell(() -> detector.become(next));
    }

    /**
     * Sends a message. It arrives once, in the order of the calls of one thread, unless the node
     * goes down before it has confirmed it.
     *
     * @param bytes not to be changed afterwards; at most {@link LinkSettings#messageBytes}
     * @return false when it was dropped, and counted: the node is down, not a peer, or its queue is
     *     full
     */
    public boolean send(String peer, byte[] bytes) {
        Check.argument(bytes.length <= settings.messageBytes(), "a message too long");
        LivePeer to = peers.get(peer);
        if (to == null || !to.reserve(bytes, settings.queueBytes())) {
            return false;
        }
        detector.tell(() -> to.queue(bytes));
        return true;
    }

    /** Whether a node counts as there at this moment. */
    public boolean isUp(String peer) {
        LivePeer of = peers.get(peer);
        return of != null && of.isUp();
    }

    /** The next beats go at once, for the payload has changed. */
    public void hurry() {
        detector.tell(detector::beatNow);
    }

    /**
     * How all stands. Completes on the detector's thread; exceptionally when the links have ended.
     */
    public CompletableFuture<LinksReport> report() {
        CompletableFuture<LinksReport> answer = new CompletableFuture<>();
        long number = asked.incrementAndGet();
        questions.put(number, answer);
        detector.tell(
                () -> {
                    questions.remove(number);
                    answer.complete(detector.report());
                });
        if (ended.isDone()) {
            refuseQuestions();
        }
        return answer;
    }

    /**
     * Completes when the links have ended; exceptionally when by a fault, of the listener perhaps,
     * and then this node should end too: the others hold it for dead.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** As {@link #close(boolean)} with a goodbye. */
    @Override
    public void close() {
        close(true);
    }

    /**
     * Ends. Blocks until the thread has ended; from the detector's own thread it only asks for it.
     *
     * @param goodbye whether the others are told that this node leaves; else it is to them as if
     *     the process had died
     */
    public void close(boolean goodbye) {
        detector.tell(() -> detector.end(goodbye));
        if (!Thread.currentThread().equals(thread)) {
            var _ = ended.handle((_, _) -> true).join();
        }
    }

    private void refuseQuestions() {
        questions
                .values()
                .removeIf(
                        question ->
                                question.completeExceptionally(
                                        new IllegalStateException("the links have ended")));
    }

    private SSLContext tls(ClusterIdentity identity) throws GeneralSecurityException {
        return ClusterTls.context(identity, this::isMember, InstantSource.system());
    }

    private boolean isMember(NodeSubject subject) {
        return subject.id().equals(members.get(subject.node()));
    }

    private void run() {
        try {
            if (settings.realTimePriority() > 0) {
                prioritize();
            }
            try {
                detector.run();
            } finally {
                detector.close();
                handshakes.shutdownNow();
            }
            ended.complete(null);
        } catch (IOException | RuntimeException | Error fault) {
            ended.completeExceptionally(fault);
        }
        refuseQuestions();
    }

    private void prioritize() {
        try {
            Scheduling.realTime(settings.realTimePriority());
        } catch (SystemCallException notPermitted) {
            // As for any program without the right; stalls are measured and told in the report.
            return;
        }
    }
}
