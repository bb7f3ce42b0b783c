package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.monitor.StatusWords;
import io.aplomb.app.cluster.tool.ClusterAccess;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.FileCluster;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.formats.pcs.CibPush;
import io.aplomb.formats.pcs.ClusterOrder;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Carries out what is asked of the cluster as such; what is asked of machines is passed on. */
final class ClusterOrders {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private static final Duration FENCING_LIMIT = Duration.ofMinutes(3);

    private final InstantSource clock;
    private final Machines machines;
    private final StatusWords status;
    private final ConfigurationWords configurations;

    ClusterOrders(
            InstantSource clock,
            Machines machines,
            StatusWords status,
            ConfigurationWords configurations) {
        this.clock = clock;
        this.machines = machines;
        this.status = status;
        this.configurations = configurations;
    }

    /** The exit code; empty where the base is outdated and all has to be done again. */
    Optional<Integer> carryOut(ClusterOrder order, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        return switch (order) {
            case ClusterOrder.PushCib push -> push(push, base, call);
            case ClusterOrder.RestoreConfiguration restore -> restore(restore, base, call);
            default -> Optional.of(once(order, call));
        };
    }

    private int once(ClusterOrder order, ToolCall call)
            throws CommandFailure, InterruptedException {
        switch (order) {
            case ClusterOrder.Show show -> status.print(show, call);
            case ClusterOrder.Fence fence -> fence(fence, call);
            case ClusterOrder.ConfirmOff confirm -> confirm(confirm, call);
            case ClusterOrder.FencingHistory history -> fencings(history, call);
            case ClusterOrder.WriteFile write -> write(write, call);
            case ClusterOrder.Checkpoint checkpoint -> {
                return checkpoint(checkpoint, call);
            }
            case ClusterOrder.Sync _ ->
                    call.print("All nodes follow what the cluster agreed on by themselves.\n");
            case ClusterOrder.Unblock unblock ->
                    Unblocking.run(unblock.force(), clock.millis(), call);
            case ClusterOrder.ExpectVotes _ ->
                    throw CommandFailure.because(
                            "the votes are those of the members: change who belongs with 'aplomb"
                                    + " cluster node add|remove' and 'aplomb quorum witness"
                                    + " add|remove'");
            default -> {
                return machines.carryOut(order, call);
            }
        }
        return 0;
    }

    private void fence(ClusterOrder.Fence fence, ToolCall call)
            throws CommandFailure, InterruptedException {
        FencingRecord record =
                LiveCluster.await(
                        call.cluster()
                                .node()
                                .fence(
                                        fence.node(),
                                        fence.off() ? "off" : "reboot",
                                        FENCING_LIMIT));
        if (!record.succeeded()) {
            throw CommandFailure.because(
                    "unable to fence '%s'".formatted(fence.node()), "  " + record.detail());
        }
        call.print("Node: %s fenced\n".formatted(fence.node()));
    }

    private void confirm(ClusterOrder.ConfirmOff confirm, ToolCall call)
            throws CommandFailure, InterruptedException {
        ClusterNode node = call.cluster().node();
        ClusterState state = node.state();
        if (state.membership().find(confirm.node()).isEmpty()) {
            throw CommandFailure.because(
                    "node '%s' does not appear to exist in the cluster".formatted(confirm.node()));
        }
        LiveCluster.submit(
                node,
                new Command.RecordFencing(
                        new FencingRecord(
                                confirm.node(),
                                "off",
                                "human",
                                node.self(),
                                true,
                                clock.millis(),
                                ""),
                        Command.RecordFencing.ANY_SESSION));
        call.print("Node: %s confirmed fenced\n".formatted(confirm.node()));
    }

    private static void fencings(ClusterOrder.FencingHistory history, ToolCall call)
            throws CommandFailure {
        if (history.action() != ClusterOrder.HistoryAction.SHOW) {
            call.print("The history of fencing is part of what all nodes agree on.\n");
            return;
        }
        List<FencingRecord> records =
                call.cluster().node().state().fencings().reversed().stream()
                        .filter(
                                record ->
                                        history.node().isEmpty()
                                                || record.target().equals(history.node()))
                        .toList();
        StringBuilder text = new StringBuilder();
        for (FencingRecord record : records) {
            text.append(
                    "%s  %s was %s by %s with %s%s%n"
                            .formatted(
                                    TIME.format(Instant.ofEpochMilli(record.atMs())),
                                    record.target(),
                                    record.succeeded()
                                            ? record.action().equals("on")
                                                    ? "unfenced"
                                                    : "fenced (" + record.action() + ')'
                                            : "NOT fenced (" + record.action() + ')',
                                    record.by(),
                                    record.device(),
                                    record.detail().isEmpty() ? "" : ": " + record.detail()));
        }
        call.print(text.isEmpty() ? "Nothing was fenced.\n" : text.toString());
    }

    private static void write(ClusterOrder.WriteFile write, ToolCall call) throws CommandFailure {
        if (write.file().isEmpty()) {
            call.print(write.text());
            return;
        }
        try {
            call.caller().writeFile(write.file(), write.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw CommandFailure.because(
                    "unable to write to file '%s', %s"
                            .formatted(write.file(), refused.getMessage()));
        }
    }

    private int checkpoint(ClusterOrder.Checkpoint checkpoint, ToolCall call)
            throws CommandFailure, InterruptedException {
        List<String> words =
                switch (checkpoint.action()) {
                    case LIST -> List.of("list");
                    case VIEW -> List.of("view", checkpoint.first());
                    case RESTORE -> List.of("restore", checkpoint.first());
                    case DIFF -> List.of("diff", checkpoint.first(), checkpoint.second());
                };
        return configurations.checkpoint(new ToolCall(call.caller(), words, call.cluster()));
    }

    private Optional<Integer> push(ClusterOrder.PushCib push, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        Element pushed = readPart(call, push.file(), push.scope());
        Optional<Element> original =
                push.original().isEmpty()
                        ? Optional.empty()
                        : Optional.of(FileCluster.read(call.caller(), push.original()));
        switch (CibPush.apply(base, pushed, push.scope(), original)) {
            case CibPush.Refused refused -> throw CommandFailure.because(refused.reason());
            case CibPush.Same same -> {
                call.warn(List.of(same.note()));
                return Optional.of(0);
            }
            case CibPush.Pushed accepted -> {
                check(accepted.cib());
                if (call.cluster().store(base, accepted.cib(), PcsTool.comment(call))
                        == ClusterAccess.Stored.OUTDATED) {
                    return Optional.empty();
                }
            }
        }
        call.print("CIB updated\n");
        if (push.waitSeconds().isPresent()) {
            Waiting.untilIdle(call.cluster().node(), push.waitSeconds().get());
        }
        return Optional.of(0);
    }

    /** A file with a part of the base alone is as good as one with all of it. */
    private static Element readPart(ToolCall call, String path, String scope)
            throws CommandFailure {
        String text = FileCluster.readText(call.caller(), path);
        if (scope.isEmpty() || text.contains("<cib")) {
            return FileCluster.parse(text, path);
        }
        String wrapped =
                scope.equals("configuration")
                        ? text
                        : "<configuration>" + text + "</configuration>";
        Diagnostics diagnostics = new Diagnostics();
        Optional<Element> read =
                CibReader.readAsWritten(
                        "<cib validate-with=\"pacemaker-3.9\">"
                                + wrapped.replaceFirst("<\\?xml[^>]*\\?>", "")
                                + "<status/></cib>",
                        path,
                        diagnostics);
        if (read.isEmpty()) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "Error: unable to parse new cib",
                            diagnostics.render().stripTrailing()));
        }
        return read.get();
    }

    /** What is not valid never gets into the cluster. */
    private static void check(Element cib) throws CommandFailure {
        Element _ = FileCluster.parse(CibWriter.write(cib), "new cib");
    }

    private static Optional<Integer> restore(
            ClusterOrder.RestoreConfiguration restore, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        Element wanted = FileCluster.read(call.caller(), restore.file());
        Element nodes = base.childOrEmpty("configuration").childOrEmpty("nodes");
        Element configuration =
                wanted.childOrEmpty("configuration")
                        .withChanged(child -> child.is("nodes"), nodes, _ -> nodes);
        Element changed =
                base.withChanged(
                        child -> child.is("configuration"), configuration, _ -> configuration);
        return call.cluster().store(base, changed, PcsTool.comment(call))
                        == ClusterAccess.Stored.OUTDATED
                ? Optional.empty()
                : Optional.of(0);
    }
}
