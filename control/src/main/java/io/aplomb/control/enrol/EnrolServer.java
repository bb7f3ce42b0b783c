package io.aplomb.control.enrol;

import io.aplomb.control.enrol.EnrolException.Reason;
import io.aplomb.control.enrol.EnrolOpening.Verdict;
import io.aplomb.control.pki.ClusterTls;
import io.aplomb.control.pki.HostIdentity;
import io.aplomb.control.pki.NodeSubject;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for machines that want to make this one a node, or that want to join the cluster of this
 * one. Serves only who is known by his certificate or proves a token; each connection has a virtual
 * thread.
 */
public final class EnrolServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(EnrolServer.class);

    /** Connections at a time; more are closed at once. */
    private static final int MOST_CONNECTIONS = 64;

    private static final int BACKLOG = 64;

    /** From the connection to trust, whatever the other end does with the time. */
    private static final long OPENING_S = 15;

    private static final long PAUSE_NS = 100_000_000;

    private static final Duration IDLE = Duration.ofMinutes(2);

    private final String self;
    private final KnownHosts hosts;
    private final EnrolTokens tokens;
    private final EnrolHandler handler;
    private final SSLSocketFactory tls;
    private final ServerSocket listening;
    private final AttemptLimit limit = new AttemptLimit();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);

    /** Below TLS: a thread that waits in TLS cannot keep another from closing these. */
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("enrol-deadlines").factory());

    private EnrolServer(
            String self, Path state, EnrolTokens tokens, EnrolHandler handler, SSLSocketFactory tls)
            throws IOException {
        this.self = self;
        this.hosts = new KnownHosts(state);
        this.tokens = tokens;
        this.handler = handler;
        this.tls = tls;
        this.listening = new ServerSocket();
    }

    /**
     * Starts.
     *
     * @param self this machine's name
     * @param at where; port 0 for any
     * @throws IOException when that cannot be listened at, or the state directory cannot be used
     */
    public static EnrolServer start(
            String self, Path state, InetSocketAddress at, EnrolTokens tokens, EnrolHandler handler)
            throws IOException {
        try {
            EnrolServer server =
                    new EnrolServer(
                            self,
                            state,
                            tokens,
                            handler,
                            EnrolTls.context(HostIdentity.of(state)).getSocketFactory());
            server.listening.setReuseAddress(true);
            server.listening.bind(at, BACKLOG);
            Thread _ = Thread.ofVirtual().name("enrol").start(server::accept);
            return server;
        } catch (GeneralSecurityException noTls) {
            throw new IOException(noTls);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                if (free.tryAcquire()) {
                    Thread _ = Thread.ofVirtual().start(() -> converse(socket));
                } else {
                    socket.close();
                }
            } catch (SocketException closed) {
                LOG.debug("no more connections: {}", closed.getMessage());
            } catch (IOException failed) {
                LOG.warn("a connection could not be accepted: {}", failed.getMessage());
                LockSupport.parkNanos(PAUSE_NS); // no descriptor left, perhaps
            }
        }
    }

    private void converse(Socket socket) {
        open.add(socket);
        ScheduledFuture<?> deadline =
                deadlines.schedule(() -> end(socket), OPENING_S, TimeUnit.SECONDS);
        try (SSLSocket secured = (SSLSocket) tls.createSocket(socket, null, true)) {
            socket.setTcpNoDelay(true);
            secured.setSSLParameters(ClusterTls.parameters(secured.getSSLParameters()));
            secured.startHandshake();
            EnrolChannel channel = new EnrolChannel(secured);
            if (trusted(channel)) {
                deadline.cancel(false);
                channel.serve(handler, IDLE);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            LOG.info(
                    "connection from {} has ended: {}",
                    socket.getRemoteSocketAddress(),
                    failure.getMessage());
        } finally {
            deadline.cancel(false);
            end(socket);
            open.remove(socket);
            free.release();
        }
    }

    private boolean trusted(EnrolChannel channel) throws IOException, GeneralSecurityException {
        EnrolOpening opening = EnrolOpening.decoded(channel.receive(EnrolChannel.PROOF_BYTES));
        if (!NodeSubject.isName(opening.host())) {
            throw new EnrolException(Reason.PROTOCOL, "a machine without a name");
        }
        Optional<Reason> refusal =
                opening.token().isPresent()
                        ? proven(channel, opening.host(), opening.token().get())
                        : known(channel);
        refusal.ifPresent(why -> LOG.warn("{} ({}): {}", opening.host(), remote(channel), why));
        channel.known(opening.host());
        return refusal.isEmpty();
    }

    private Optional<Reason> known(EnrolChannel channel) throws IOException {
        boolean known = hosts.trusts(EnrolTls.fingerprint(channel.socket()));
        return told(channel, known ? Optional.empty() : Optional.of(Reason.UNKNOWN));
    }

    private Optional<Reason> proven(EnrolChannel channel, String host, String tokenName)
            throws IOException, GeneralSecurityException {
        // Counted as failed from the beginning, so that many at once are no way round the limit.
        if (!attempt(remote(channel))) {
            return told(channel, Optional.of(Reason.TOO_MANY_ATTEMPTS));
        }
        Optional<String> token = tokens.accepted(tokenName);
        if (token.isEmpty()) {
            return told(channel, Optional.of(Reason.WRONG_TOKEN));
        }
        var _ = told(channel, Optional.empty());
        TokenProof proof =
                new TokenProof(
                        TokenProof.Role.SERVER, token.get(), EnrolTls.exported(channel.socket()));
        byte[] first = channel.receive(EnrolChannel.PROOF_BYTES);
        channel.send(proof.first());
        byte[] second = proof.second(first);
        byte[] theirs = channel.receive(EnrolChannel.PROOF_BYTES);
        channel.send(second);
        SecretKeySpec key = proof.key(theirs);
        if (!proof.isConfirmed(key, channel.receive(EnrolChannel.PROOF_BYTES))) {
            return told(channel, Optional.of(Reason.WRONG_TOKEN));
        }
        if (!claim(token.get(), tokenName)) {
            return told(channel, Optional.of(Reason.WRONG_TOKEN));
        }
        hosts.add(host, EnrolTls.fingerprint(channel.socket()));
        succeeded(remote(channel));
        channel.send(new Verdict(Optional.empty(), self, proof.confirmation(key)).encoded());
        LOG.info("{} ({}) is known from now on", host, remote(channel));
        return Optional.empty();
    }

    /** Of two machines that prove one token at the same time, one is let in. */
    private synchronized boolean claim(String token, String name) throws IOException {
        if (!tokens.accepted(name).equals(Optional.of(token))) {
            return false;
        }
        tokens.used(token);
        return true;
    }

    private synchronized boolean attempt(String address) {
        long now = System.nanoTime();
        if (!limit.allows(address, now)) {
            return false;
        }
        limit.failed(address, now);
        return true;
    }

    private synchronized void succeeded(String address) {
        limit.forgive(address);
    }

    private Optional<Reason> told(EnrolChannel channel, Optional<Reason> refusal)
            throws IOException {
        channel.send(new Verdict(refusal, self, new byte[0]).encoded());
        return refusal;
    }

    private static String remote(EnrolChannel channel) {
        return channel.socket().getInetAddress().getHostAddress();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.debug("a connection was gone already: {}", gone.getMessage());
        }
    }

    /** Ends; requests under way lose their connection. */
    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(EnrolServer::end);
        deadlines.shutdownNow();
    }
}
