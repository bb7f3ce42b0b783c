package io.aplomb.app.cluster.monitor;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Member;
import io.aplomb.control.node.NodeView;
import java.time.InstantSource;
import java.time.ZoneId;

/** {@code pcs quorum status}, as corosync-quorumtool writes it. */
final class QuorumText {
    private QuorumText() {}

    static String of(ToolCall call, InstantSource clock) throws CommandFailure {
        NodeView view = call.cluster().node().view();
        ClusterState state = call.cluster().node().state();
        int votes = 0;
        for (Member member : state.membership().members()) {
            votes += member.votes() && StatusWords.isReachable(view, member.name()) ? 1 : 0;
        }
        StringBuilder text = new StringBuilder();
        text.append("Quorum information\n------------------\n");
        line(text, "Date:", Words.time(clock.instant().atZone(ZoneId.systemDefault())));
        line(text, "Quorum provider:", "aplomb_raft");
        line(text, "Nodes:", Integer.toString(state.membership().members().size()));
        line(
                text,
                "Node ID:",
                state.membership()
                        .find(view.self())
                        .map(self -> Integer.toString(self.number()))
                        .orElse("0"));
        line(text, "Ring ID:", view.term() + "." + view.appliedIndex());
        line(text, "Quorate:", view.hasQuorum() ? "Yes" : "No");
        view.lackOfQuorum().ifPresent(why -> line(text, "Reason:", why));
        text.append("\nVotequorum information\n----------------------\n");
        int expected = state.membership().voters();
        line(text, "Expected votes:", Integer.toString(expected));
        line(text, "Highest expected:", Integer.toString(expected));
        line(text, "Total votes:", Integer.toString(votes));
        line(
                text,
                "Quorum:",
                state.membership().quorum() + (view.hasQuorum() ? "  " : " Activity blocked"));
        line(text, "Flags:", view.hasQuorum() ? "Quorate " : "");
        text.append("\nMembership information\n----------------------\n");
        text.append("    Nodeid      Votes    Qdevice Name\n");
        for (Member member : state.membership().members()) {
            if (StatusWords.isReachable(view, member.name())) {
                text.append(
                        "%10d %10d         NR %s%s%n"
                                .formatted(
                                        member.number(),
                                        member.votes() ? 1 : 0,
                                        member.name(),
                                        member.name().equals(view.self()) ? " (local)" : ""));
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String title, String value) {
        text.append("%-17s %s".formatted(title, value)).append('\n');
    }
}
