package io.aplomb.control.enrol;

import io.aplomb.control.enrol.EnrolException.Reason;
import io.aplomb.control.enrol.EnrolOpening.Verdict;
import io.aplomb.control.pki.ClusterTls;
import io.aplomb.control.pki.HostIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocket;

/**
 * Talks to another machine's {@link EnrolServer}: {@code pcs host auth} with a token once, all else
 * by what is known since. Blocks; any thread.
 */
public final class EnrolClient {

    /** As pcsd's. */
    public static final int PORT = 2224;

    private static final int CONNECT_MS = 5_000;
    private static final int OPENING_MS = 15_000;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final String self;
    private final HostIdentity identity;
    private final KnownHosts hosts;

    /**
     * @param self this machine's name
     * @param state its state directory
     */
    public EnrolClient(String self, Path state) throws IOException {
        this.self = self;
        this.identity = HostIdentity.of(state);
        this.hosts = new KnownHosts(state);
    }

    /**
     * Connects to a machine that is known.
     *
     * @throws EnrolException UNKNOWN when one of both does not know the other; OTHER_MACHINE when
     *     another one answers there
     */
    public EnrolChannel connect(String host, InetSocketAddress at) throws IOException {
        Optional<String> known = hosts.fingerprint(host);
        if (known.isEmpty()) {
            throw unknown(host);
        }
        return opened(
                at,
                channel -> {
                    if (!known.get().equals(EnrolTls.fingerprint(channel.socket()))) {
                        throw new EnrolException(
                                Reason.OTHER_MACHINE,
                                host
                                        + " shows another certificate than before; if it was"
                                        + " installed anew: pcs host deauth "
                                        + host
                                        + ", then pcs host auth "
                                        + host);
                    }
                    channel.known(say(channel, host, Optional.empty()));
                });
    }

    /**
     * Makes this machine and another known to each other, by a token that both have. Known machines
     * may be authenticated again.
     *
     * @throws EnrolException WRONG_TOKEN, TOO_MANY_ATTEMPTS
     */
    public EnrolChannel authenticate(String host, InetSocketAddress at, String token)
            throws IOException {
        if (token.isEmpty()) {
            throw refusal(Reason.WRONG_TOKEN, host);
        }
        return opened(
                at,
                channel -> {
                    String _ = say(channel, host, Optional.of(EnrolToken.name(token)));
                    channel.known(prove(channel, host, token));
                    hosts.add(host, EnrolTls.fingerprint(channel.socket()));
                });
    }

    /**
     * Asks a member to let this machine into its cluster, and then answers what it asks.
     *
     * @param member authenticated
     * @param handler does what the member wants of this machine
     * @return {@link EnrolReply.Refused} with the reason, or {@link EnrolReply.Done} when the
     *     member had no more requests
     */
    public EnrolReply join(EnrolChannel member, EnrolRequest.Join request, EnrolHandler handler)
            throws IOException {
        EnrolReply reply = member.ask(request, IDLE);
        if (reply instanceof EnrolReply.Done) {
            member.serve(handler, IDLE);
        }
        return reply;
    }

    /** What is done on a new connection. */
    private interface Opening {
        void run(EnrolChannel channel) throws IOException, GeneralSecurityException;
    }

    private EnrolChannel opened(InetSocketAddress at, Opening opening) throws IOException {
        SSLSocket socket = connected(at);
        try {
            socket.startHandshake();
            EnrolChannel channel = new EnrolChannel(socket);
            opening.run(channel);
            return channel;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        } catch (GeneralSecurityException failure) {
            socket.close();
            throw new IOException(failure);
        }
    }

    private SSLSocket connected(InetSocketAddress at) throws IOException {
        try {
            SSLSocket socket =
                    (SSLSocket) EnrolTls.context(identity).getSocketFactory().createSocket();
            socket.setSSLParameters(ClusterTls.parameters(socket.getSSLParameters()));
            socket.connect(at, CONNECT_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(OPENING_MS);
            return socket;
        } catch (GeneralSecurityException noTls) {
            throw new IOException(noTls);
        }
    }

    /** Says who we are; gives the other machine's name. */
    private String say(EnrolChannel channel, String host, Optional<String> token)
            throws IOException {
        channel.send(new EnrolOpening(self, token).encoded());
        Verdict verdict = Verdict.decoded(channel.receive(EnrolChannel.PROOF_BYTES));
        if (verdict.refusal().isPresent()) {
            throw refusal(verdict.refusal().get(), host);
        }
        return verdict.host();
    }

    private static String prove(EnrolChannel channel, String host, String token)
            throws IOException, GeneralSecurityException {
        TokenProof proof =
                new TokenProof(TokenProof.Role.CLIENT, token, EnrolTls.exported(channel.socket()));
        channel.send(proof.first());
        channel.send(proof.second(channel.receive(EnrolChannel.PROOF_BYTES)));
        SecretKeySpec key = proof.key(channel.receive(EnrolChannel.PROOF_BYTES));
        channel.send(proof.confirmation(key));
        Verdict verdict = Verdict.decoded(channel.receive(EnrolChannel.PROOF_BYTES));
        if (verdict.refusal().isPresent()) {
            throw refusal(verdict.refusal().get(), host);
        }
        if (!proof.isConfirmed(key, verdict.confirmation())) {
            throw refusal(Reason.WRONG_TOKEN, host);
        }
        return verdict.host();
    }

    private static EnrolException unknown(String host) {
        return new EnrolException(
                Reason.UNKNOWN,
                "this machine and "
                        + host
                        + " do not know each other; make them known: pcs host auth "
                        + host);
    }

    private static EnrolException refusal(Reason reason, String host) {
        return switch (reason) {
            case UNKNOWN -> unknown(host);
            case WRONG_TOKEN ->
                    new EnrolException(
                            reason,
                            "the token is not one that "
                                    + host
                                    + " accepts: wrong, used up or too old; make one there: aplomb"
                                    + " cluster token");
            case TOO_MANY_ATTEMPTS ->
                    new EnrolException(
                            reason, host + ": too many attempts have failed; wait a minute");
            case OTHER_MACHINE, PROTOCOL ->
                    new EnrolException(reason, host + " does not speak as Aplomb does");
        };
    }
}
