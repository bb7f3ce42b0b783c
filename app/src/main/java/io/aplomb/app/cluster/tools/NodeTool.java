package io.aplomb.app.cluster.tools;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Member;
import io.aplomb.control.node.ClusterNode;
import java.util.stream.Collectors;

/** The program {@code crm_node}. */
public final class NodeTool {
    private NodeTool() {}

    /** Runs it. */
    public static int run(ToolCall call) throws CommandFailure {
        Options options =
                Options.parse(
                        "crm_node",
                        call.words(),
                        "n:name",
                        "N:name-for-id=",
                        "i:cluster-id",
                        "l:list",
                        "p:partition",
                        "q:quorum",
                        "V:verbose",
                        "Q:quiet");
        ClusterNode node = call.cluster().node();
        ClusterState state = node.state();
        if (options.has("quorum")) {
            call.print((node.view().hasQuorum() ? 1 : 0) + "\n");
        } else if (options.has("list")) {
            call.print(
                    state.membership().members().stream()
                            .filter(Member::runsResources)
                            .map(
                                    member ->
                                            member.number()
                                                    + " "
                                                    + member.name()
                                                    + (state.isUp(member.name())
                                                            ? " member\n"
                                                            : " lost\n"))
                            .collect(Collectors.joining()));
        } else if (options.has("partition")) {
            call.print(
                    state.membership().members().stream()
                                    .map(Member::name)
                                    .filter(state::isUp)
                                    .collect(Collectors.joining(" "))
                            + " \n");
        } else if (options.has("cluster-id")) {
            call.print(state.membership().find(node.self()).map(Member::number).orElse(0) + "\n");
        } else if (options.has("name-for-id")) {
            String id = options.value("name-for-id").orElse("");
            call.print(
                    state.membership().members().stream()
                                    .filter(member -> Integer.toString(member.number()).equals(id))
                                    .findFirst()
                                    .orElseThrow(
                                            () ->
                                                    CommandFailure.because(
                                                            "there is no node with id " + id))
                                    .name()
                            + "\n");
        } else {
            call.print(node.self() + "\n");
        }
        return 0;
    }
}
