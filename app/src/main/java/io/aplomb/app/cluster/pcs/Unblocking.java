package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.NodeView;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code quorum unblock}: nodes that did not come after a start are not waited for, for a person
 * says that they are off.
 */
final class Unblocking {
    private Unblocking() {}

    /**
     * @param force whether it was said that the nodes are off
     * @param nowMs by the clock, in milliseconds since 1970
     */
    static void run(boolean force, long nowMs, ToolCall call)
            throws CommandFailure, InterruptedException {
        ClusterNode node = call.cluster().node();
        ClusterState state = node.state();
        Optional<String> lack = node.view().lackOfQuorum();
        List<String> absent = lack.isPresent() ? unheard(node) : unknown(state);
        if (absent.isEmpty()) {
            throw CommandFailure.because("cluster is not waiting for nodes to establish quorum");
        }
        if (lack.isPresent() && !isPair(state.membership(), node.self())) {
            throw CommandFailure.because(
                    lack.get(),
                    "  without a majority nothing can be agreed on. If %s never come back:"
                            .formatted(String.join(", ", absent)),
                    "  aplomb cluster stop --force, then aplomb cluster recover %s --force"
                            .formatted(node.self()));
        }
        String names = String.join(", ", absent);
        if (!force) {
            throw CommandFailure.because(
                    "this goes on without %s: if one of them is not off, or reaches shared"
                                    .formatted(names)
                            + " resources, resources run twice and data is lost, use --force to"
                            + " override");
        }
        for (String name : absent) {
            LiveCluster.submit(
                    node,
                    new Command.RecordFencing(
                            new FencingRecord(
                                    name, "off", FencingRecord.HUMAN, node.self(), true, nowMs, ""),
                            Command.RecordFencing.ANY_SESSION));
        }
        call.warn(List.of("Quorum unblocked", "Not waited for any more: " + names));
    }

    private static boolean isPair(Membership membership, String self) {
        return membership.voters() == 2 && membership.find(self).filter(Member::votes).isPresent();
    }

    private static List<String> unheard(ClusterNode node) {
        List<String> unheard = new ArrayList<>();
        for (NodeView.MemberView member : node.view().members()) {
            if (!member.reachable()) {
                unheard.add(member.name());
            }
        }
        return unheard;
    }

    /** Nodes that may run something for all the cluster knows, or are waited for. */
    private static List<String> unknown(ClusterState state) {
        Predicate<String> down =
                name ->
                        state.cib().childOrEmpty("status").children("node_state").stream()
                                .filter(each -> name.equals(each.attribute("uname")))
                                .anyMatch(Unblocking::isDown);
        return state.membership().members().stream()
                .filter(Member::runsResources)
                .map(Member::name)
                .filter(name -> !state.isUp(name) && !down.test(name))
                .toList();
    }

    private static boolean isDown(Element state) {
        return "down".equals(state.attribute("expected")) && "down".equals(state.attribute("join"));
    }
}
