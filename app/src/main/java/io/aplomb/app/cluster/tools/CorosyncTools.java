package io.aplomb.app.cluster.tools;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.NodeSession;
import io.aplomb.control.node.NodeView;
import java.util.List;
import java.util.TreeMap;

/** Programs of Corosync, answered from the links between the nodes. */
public final class CorosyncTools {
    private CorosyncTools() {}

    /** {@code corosync-cfgtool -s}: the links of this node. */
    public static int cfgtool(ToolCall call) throws CommandFailure {
        Options _ =
                Options.parse("corosync-cfgtool", call.words(), "s:status", "b:brief", "n:nodes");
        NodeView view = call.cluster().node().view();
        List<Member> members = call.cluster().node().state().membership().members();
        Member self = self(view, members);
        StringBuilder text = new StringBuilder();
        text.append("Local node ID %d, transport tls%n".formatted(self.number()));
        for (int network = 0; network < self.addresses().size(); network++) {
            text.append("LINK ID %d tcp%n".formatted(network));
            text.append("\taddr\t= ").append(self.addresses().get(network)).append('\n');
            text.append("\tstatus:\n");
            for (Member member : members) {
                text.append(
                        "\t\tnodeid:          %d:\t%s%n"
                                .formatted(
                                        member.number(),
                                        member.name().equals(view.self())
                                                ? "localhost"
                                                : isUp(view, member.name(), network)
                                                        ? "connected"
                                                        : "disconnected"));
            }
        }
        call.print(text.toString());
        return 0;
    }

    private static Member self(NodeView view, List<Member> members) throws CommandFailure {
        return members.stream()
                .filter(member -> member.name().equals(view.self()))
                .findFirst()
                .orElseThrow(
                        () -> CommandFailure.because("this node does not belong to the cluster"));
    }

    private static boolean isUp(NodeView view, String name, int network) {
        return view.members().stream()
                .filter(member -> member.name().equals(name))
                .flatMap(member -> member.links().stream())
                .anyMatch(link -> link.network() == network && link.up());
    }

    /** {@code corosync-cmapctl}: members as keys and values; a word is the beginning of keys. */
    public static int cmapctl(ToolCall call) throws CommandFailure {
        Options options = Options.parse("corosync-cmapctl", call.words(), "b:binary", "g:get=");
        NodeView view = call.cluster().node().view();
        ClusterState state = call.cluster().node().state();
        TreeMap<String, String> keys = new TreeMap<>();
        int index = 0;
        for (Member member : state.membership().members()) {
            String node = "nodelist.node." + index++ + '.';
            keys.put(node + "name", "(str) = " + member.name());
            keys.put(node + "nodeid", "(u32) = " + member.number());
            StringBuilder addresses = new StringBuilder();
            for (int i = 0; i < member.addresses().size(); i++) {
                keys.put(node + "ring" + i + "_addr", "(str) = " + member.addresses().get(i));
                addresses.append("r(%d) ip(%s) ".formatted(i, member.addresses().get(i)));
            }
            boolean reachable =
                    view.members().stream()
                            .anyMatch(
                                    each -> each.name().equals(member.name()) && each.reachable());
            NodeSession session = state.session(member.name());
            String runtime = "runtime.members." + member.number() + '.';
            keys.put(runtime + "config_version", "(u64) = " + state.membership().generation());
            keys.put(runtime + "ip", "(str) = " + addresses);
            keys.put(runtime + "join_count", "(u32) = " + (session == null ? 0 : session.number()));
            keys.put(runtime + "status", "(str) = " + (reachable ? "joined" : "left"));
        }
        keys.put("totem.cluster_name", "(str) = " + state.membership().cluster());
        keys.put("totem.interface.0.transport", "(str) = tls");
        keys.put("quorum.provider", "(str) = aplomb_raft");
        keys.put("quorum.expected_votes", "(u32) = " + state.membership().voters());
        String begin =
                options.value("get")
                        .orElse(options.words().isEmpty() ? "" : options.words().getFirst());
        StringBuilder text = new StringBuilder();
        keys.forEach(
                (key, value) -> {
                    if (key.startsWith(begin)) {
                        text.append(key).append(' ').append(value).append('\n');
                    }
                });
        if (text.isEmpty()) {
            throw CommandFailure.because("Can't get key " + begin + ". Error CS_ERR_NOT_EXIST");
        }
        call.print(text.toString());
        return 0;
    }
}
