package io.aplomb.app.cluster.tool;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Reply;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.ClusterNode.UnavailableException;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The running cluster, by this machine's node. */
public final class LiveCluster implements ClusterAccess {
    /** A node answers long before; this only keeps a caller from waiting for ever. */
    private static final long LIMIT_S = 120;

    private final Supplier<Optional<ClusterNode>> node;
    private final String author;
    private final InstantSource clock;
    private final Consumer<String> warnings;

    /**
     * @param node this machine's, where it runs
     * @param author who gives the commands, for the history
     * @param warnings for who gives them
     */
    public LiveCluster(
            Supplier<Optional<ClusterNode>> node,
            String author,
            InstantSource clock,
            Consumer<String> warnings) {
        this.node = node;
        this.author = author;
        this.clock = clock;
        this.warnings = warnings;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public ClusterNode node() throws CommandFailure {
        return node.get()
                .orElseThrow(
                        () ->
                                CommandFailure.because(
                                        "cluster is not currently running on this node",
                                        "  start it: aplomb cluster start"));
    }

    @Override
    public Element cib() throws CommandFailure, InterruptedException {
        return agreed().cib();
    }

    @Override
    public ClusterState agreed() throws CommandFailure, InterruptedException {
        ClusterNode running = node();
        try {
            return await(running.settled());
        } catch (CommandFailure _) {
            warnings.accept(
                    "Warning: the cluster does not answer: this is what %s knows, others may have"
                                    .formatted(running.self())
                            + " changed it");
            return running.state();
        }
    }

    /**
     * The same for a status, which says by itself whether there is a majority: it is what this node
     * knows where there is none, without a warning.
     */
    public ClusterState state() throws CommandFailure, InterruptedException {
        ClusterNode running = node();
        try {
            return await(running.settled());
        } catch (CommandFailure _) {
            return running.state();
        }
    }

    @Override
    public Stored store(Element base, Element changed, String comment)
            throws CommandFailure, InterruptedException {
        String version = base.attribute("admin_epoch", "0") + '.' + base.attribute("epoch", "0");
        Reply reply =
                await(
                        node().submit(
                                        new Command.ReplaceConfiguration(
                                                changed.childOrEmpty("configuration"),
                                                version,
                                                author,
                                                comment,
                                                clock.millis())));
        return switch (reply) {
            case Reply.Accepted _ -> Stored.DONE;
            case Reply.Refused refused -> {
                if (!version.equals(node().state().version())) {
                    yield Stored.OUTDATED;
                }
                throw CommandFailure.because(refused.why());
            }
        };
    }

    /** Has a command committed; a refusal is a failure. */
    public static void submit(ClusterNode node, Command command)
            throws CommandFailure, InterruptedException {
        if (await(node.submit(command)) instanceof Reply.Refused refused) {
            throw CommandFailure.because(refused.why());
        }
    }

    /** Waits for an answer of the node. */
    public static <T> T await(CompletableFuture<T> answer)
            throws CommandFailure, InterruptedException {
        try {
            return answer.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnavailableException unavailable) {
                throw CommandFailure.because(String.valueOf(unavailable.getMessage()));
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException _) {
            throw CommandFailure.because("the cluster did not answer in time");
        }
    }
}
