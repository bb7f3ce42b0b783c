package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.Arguments;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.control.enrol.EnrolTokens;
import io.aplomb.control.node.ClusterNodes;
import io.aplomb.control.node.NodeFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Words about this machine that pcs does not have. */
final class MachineWords {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final StateDirectory state;
    private final NodeKeeper keeper;
    private final ClusterNodes nodes;
    private final EnrolTokens tokens;
    private final Tool join;

    /**
     * @param join what {@code cluster join} does
     */
    MachineWords(
            StateDirectory state,
            NodeKeeper keeper,
            ClusterNodes nodes,
            EnrolTokens tokens,
            Tool join) {
        this.state = state;
        this.keeper = keeper;
        this.nodes = nodes;
        this.tokens = tokens;
        this.join = join;
    }

    Map<String, Tool> words() {
        Map<String, Tool> words = new LinkedHashMap<>();
        words.put("cluster token", this::token);
        words.put("cluster recover", this::recover);
        words.put("cluster join", join);
        return words;
    }

    private int token(ToolCall call) throws CommandFailure {
        Arguments _ = Arguments.of(call.words(), Set.of(), Set.of());
        try {
            call.print(tokens.make(TOKEN_LIFE) + "\n");
        } catch (IOException failed) {
            throw CommandFailure.because(String.valueOf(failed.getMessage()));
        }
        call.warn(
                List.of(
                        "It lets one machine in, within an hour. There: aplomb host auth NAME -p"
                                + " TOKEN, or to join the cluster of this one: aplomb cluster join"
                                + " NAME -p TOKEN"));
        return 0;
    }

    /** A majority is gone for good: what is left becomes a cluster of its own. */
    private int recover(ToolCall call) throws CommandFailure {
        Arguments arguments = Arguments.of(call.words(), Set.of("--force"), Set.of());
        if (keeper.node().isPresent()) {
            throw CommandFailure.because(
                    "the node runs here", "  stop it first: aplomb cluster stop --force");
        }
        try {
            Membership known =
                    new NodeFiles(state.path())
                            .membership()
                            .orElseThrow(() -> CommandFailure.because("no cluster is set up here"));
            List<Member> survivors = new ArrayList<>();
            for (String name : arguments.words()) {
                survivors.add(
                        known.find(name)
                                .orElseThrow(
                                        () ->
                                                CommandFailure.because(
                                                        "'%s' does not belong to this cluster"
                                                                .formatted(name))));
            }
            if (survivors.isEmpty()) {
                throw CommandFailure.because(
                        "name the nodes that are left: aplomb cluster recover NODE... --force");
            }
            if (!arguments.has("--force")) {
                throw CommandFailure.because(
                        "this makes a cluster of %s alone"
                                .formatted(
                                        String.join(
                                                ", ",
                                                survivors.stream().map(Member::name).toList())),
                        "  Be sure that every other node is off and stays off: what they have"
                                + " agreed on since is lost, and their resources would run twice.",
                        "  Of several nodes that are left, run it on the one that was there last:"
                                + " what it knows is what the cluster knows from then on.",
                        "  Then say it again with --force.");
            }
            Membership left =
                    new Membership(known.cluster(), known.id(), known.generation(), survivors);
            nodes.recover(state.path(), left);
            call.print(
                    "Recovered; start it here: aplomb cluster start\n"
                            + (survivors.size() > 1
                                    ? "Then on the others that are left; they begin anew and get"
                                            + " their vote back.\n"
                                    : ""));
            return 0;
        } catch (IOException failed) {
            throw CommandFailure.because(String.valueOf(failed.getMessage()));
        }
    }
}
