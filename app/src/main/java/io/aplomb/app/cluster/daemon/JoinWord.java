package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.Arguments;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.control.enrol.EnrolChannel;
import io.aplomb.control.enrol.EnrolReply;
import io.aplomb.control.enrol.EnrolRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code cluster join MEMBER [addr=ADDRESS]... [-p TOKEN] [--enable]}: this machine asks a member
 * to let it in, and becomes a node.
 */
final class JoinWord implements Tool {
    private static final String ADDRESS = "addr=";

    private final LocalMachine machine;
    private final OtherMachines others;
    private final NodeKeeper keeper;

    JoinWord(LocalMachine machine, OtherMachines others, NodeKeeper keeper) {
        this.machine = machine;
        this.others = others;
        this.keeper = keeper;
    }

    @Override
    public int run(ToolCall call) throws CommandFailure {
        Arguments arguments = Arguments.of(call.words(), Set.of("--enable"), Set.of("-p"));
        List<String> addresses = new ArrayList<>();
        List<String> members = new ArrayList<>();
        for (String word : arguments.words()) {
            if (word.startsWith(ADDRESS)) {
                addresses.add(word.substring(ADDRESS.length()));
            } else {
                members.add(word);
            }
        }
        if (members.size() != 1 || addresses.contains("")) {
            throw CommandFailure.because(
                    "name one member: aplomb cluster join MEMBER [addr=ADDRESS]... [-p TOKEN]",
                    "  MEMBER is its name or address; make the token there: aplomb cluster token");
        }
        try {
            EnrolReply.Status status = machine.status();
            if (!status.cluster().isEmpty()) {
                throw CommandFailure.because(
                        "this machine belongs to the cluster '%s' already"
                                .formatted(status.cluster()),
                        "  take it out: aplomb cluster destroy");
            }
            join(members.getFirst(), addresses, arguments.value("-p"), call);
            if (arguments.has("--enable")) {
                keeper.enable(true);
            }
            return 0;
        } catch (IOException failed) {
            throw OtherMachines.failure(members.getFirst(), failed);
        }
    }

    private void join(String member, List<String> addresses, Optional<String> token, ToolCall call)
            throws CommandFailure, IOException {
        try (EnrolChannel channel = others.authenticated(member, List.of(), token, call)) {
            List<String> own =
                    addresses.isEmpty()
                            ? List.of(channel.localAddress().getHostAddress())
                            : addresses;
            EnrolReply reply =
                    others.client()
                            .join(
                                    channel,
                                    new EnrolRequest.Join(
                                            machine.name(),
                                            own,
                                            ClusterMachines.LINK_PORT,
                                            ClusterMachines.LINK_PORT + 1),
                                    machine);
            if (reply instanceof EnrolReply.Refused refused) {
                throw CommandFailure.because(refused.reason());
            }
        }
        EnrolReply.Status now = machine.status();
        if (!now.running()) {
            throw CommandFailure.because(
                    member + " did not let this machine in after all; its log says why");
        }
        call.print(
                "%s: it belongs to the cluster '%s' now%n"
                        .formatted(machine.name(), now.cluster()));
    }
}
