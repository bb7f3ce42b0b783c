package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.control.enrol.EnrolChannel;
import io.aplomb.control.enrol.EnrolClient;
import io.aplomb.control.enrol.EnrolException;
import io.aplomb.control.enrol.EnrolReply;
import io.aplomb.control.enrol.EnrolRequest;
import io.aplomb.control.enrol.EnrolTokens;
import io.aplomb.control.enrol.KnownHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way to other machines: who is known, who becomes known, and what they are asked. */
final class OtherMachines {
    /** A node that leaves lets its resources go elsewhere first. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private final EnrolClient client;
    private final EnrolTokens tokens;
    private final KnownHosts known;

    OtherMachines(String self, Path state, EnrolTokens tokens) throws IOException {
        this.client = new EnrolClient(self, state);
        this.tokens = tokens;
        this.known = new KnownHosts(state);
    }

    /**
     * Makes a machine known; nothing to do where it is.
     *
     * @param given a token; asked for where there is none anywhere
     */
    void authenticate(String host, List<String> addresses, Optional<String> given, ToolCall call)
            throws CommandFailure {
        try {
            if (given.isEmpty() && known.fingerprint(host).isPresent()) {
                return;
            }
            authenticated(host, addresses, given, call).close();
        } catch (IOException failed) {
            throw failure(host, failed);
        }
    }

    /** The same, and the connection that it was done on, which the caller closes. */
    EnrolChannel authenticated(
            String host, List<String> addresses, Optional<String> given, ToolCall call)
            throws CommandFailure {
        try {
            Optional<String> token = tokens.outgoing(given, host);
            if (token.isEmpty()) {
                token =
                        call.caller()
                                .ask(
                                        "Token of %s (made there by: aplomb cluster token): "
                                                .formatted(host),
                                        true);
            }
            if (token.isEmpty() || token.get().isBlank()) {
                throw CommandFailure.because(
                        "%s is not known, and there is no token for it".formatted(host),
                        "  make one there: aplomb cluster token",
                        "  and give it here: aplomb host auth %s -p TOKEN".formatted(host));
            }
            return client.authenticate(host, at(host, addresses), token.get().strip());
        } catch (IOException failed) {
            throw failure(host, failed);
        }
    }

    /** Trusts a machine no longer. */
    void forget(String host) throws CommandFailure {
        try {
            if (!known.remove(host)) {
                throw CommandFailure.because("host '%s' is not known".formatted(host));
            }
        } catch (IOException failed) {
            throw failure(host, failed);
        }
    }

    /** All that are known. */
    List<String> names() throws CommandFailure {
        try {
            return List.copyOf(known.all().keySet());
        } catch (IOException failed) {
            throw failure("the known hosts", failed);
        }
    }

    /** A connection to a machine that is known. */
    EnrolChannel connect(String host, List<String> addresses) throws CommandFailure {
        try {
            return client.connect(host, at(host, addresses));
        } catch (IOException failed) {
            throw failure(host, failed);
        }
    }

    /** Asks on a connection; a refusal is a failure. */
    static EnrolReply ask(EnrolChannel channel, EnrolRequest request) throws CommandFailure {
        try {
            EnrolReply reply = channel.ask(request, LIMIT);
            if (reply instanceof EnrolReply.Refused refused) {
                throw CommandFailure.because(refused.reason());
            }
            return reply;
        } catch (IOException failed) {
            throw failure(channel.host(), failed);
        }
    }

    /** Asks one thing. */
    EnrolReply ask(String host, List<String> addresses, EnrolRequest request)
            throws CommandFailure {
        try (EnrolChannel channel = connect(host, addresses)) {
            return ask(channel, request);
        } catch (IOException failed) {
            throw failure(host, failed);
        }
    }

    EnrolClient client() {
        return client;
    }

    static InetSocketAddress at(String host, List<String> addresses) throws UnknownHostException {
        String address = addresses.isEmpty() ? host : addresses.getFirst();
        return new InetSocketAddress(InetAddress.getByName(address), EnrolClient.PORT);
    }

    static CommandFailure failure(String host, IOException failed) {
        return switch (failed) {
            case EnrolException told -> CommandFailure.because(String.valueOf(told.getMessage()));
            case UnknownHostException _ ->
                    CommandFailure.because(
                            "the name '%s' cannot be resolved".formatted(host),
                            "  give its address: %s addr=ADDRESS".formatted(host));
            case java.net.ConnectException _ ->
                    CommandFailure.because(
                            "%s: no daemon answers there: %s".formatted(host, failed.getMessage()),
                            "  start it there: systemctl start aplomb-cluster, or: aplomb daemon");
            default -> CommandFailure.because("%s: %s".formatted(host, failed.getMessage()));
        };
    }
}
