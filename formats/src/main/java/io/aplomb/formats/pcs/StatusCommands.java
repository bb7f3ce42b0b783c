package io.aplomb.formats.pcs;

import io.aplomb.formats.pcs.ClusterOrder.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code pcs status}: how the cluster stands. Asked of the cluster, or of a file's status. */
final class StatusCommands implements CommandSet {

    private static final Router ROUTER =
            new Router(
                    "status",
                    Map.of(
                            "status", StatusCommands::all,
                            "cluster", StatusCommands::cluster,
                            "corosync", call -> plain(Subject.MEMBERSHIP, call),
                            "nodes", StatusCommands::nodes,
                            "pcsd", StatusCommands::daemons,
                            "quorum", call -> plain(Subject.QUORUM, call),
                            "resources", call -> resources(Subject.RESOURCES, call),
                            "xml", call -> plain(Subject.XML, call),
                            "booth",
                                    call -> ClusterCommands.refused(call, ElsewhereCommands.ADVICE),
                            "qdevice",
                                    call -> ClusterCommands.refused(call, QuorumCommands.WITNESS)),
                    "status");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer show(Subject subject, List<String> names, Call call) {
        return ClusterCommands.order(
                new ClusterOrder.Show(
                        subject,
                        names,
                        call.options().has("--full"),
                        call.options().has("--hide-inactive"),
                        call.options().outputFormat("text", "json")),
                call);
    }

    /** {@code status [status] [--full] [--hide-inactive]}. */
    private static PcsAnswer all(Call call) {
        call.options()
                .only("--hide-inactive", "--full", "-f", "--request-timeout", "--output-format");
        call.expectWords(0, 0);
        return show(Subject.ALL, List.of(), call);
    }

    /** {@code status cluster}, {@code cluster status}. */
    static PcsAnswer cluster(Call call) {
        call.options().only("-f", "--request-timeout", "--output-format");
        call.expectWords(0, 0);
        return show(Subject.CLUSTER, List.of(), call);
    }

    /** {@code status pcsd}, {@code pcsd status}. */
    static PcsAnswer daemons(Call call) {
        call.options().only("--request-timeout", "--output-format");
        return show(Subject.DAEMONS, call.words(), call);
    }

    /** A subject without words of its own. */
    static PcsAnswer plain(Subject subject, Call call) {
        call.options().only("--output-format");
        call.expectWords(0, 0);
        return show(subject, List.of(), call);
    }

    private static PcsAnswer nodes(Call call) {
        call.options().only("-f", "--output-format");
        call.expectWords(0, 1);
        Subject subject =
                switch (call.words().isEmpty() ? "" : call.word(0)) {
                    case "" -> Subject.NODES;
                    case "corosync" -> Subject.NODES_MEMBERSHIP;
                    case "both" -> Subject.NODES_BOTH;
                    case "config" -> Subject.NODES_CONFIGURED;
                    default -> throw InvalidCommand.usage();
                };
        return show(subject, List.of(), call);
    }

    /** {@code [ID | TAG] [node=NODE] [--hide-inactive]} of resources or fencing devices. */
    static PcsAnswer resources(Subject subject, Call call) {
        call.options().only("-f", "--hide-inactive", "--output-format");
        call.expectWords(0, 2);
        List<String> names = new ArrayList<>();
        boolean node = false;
        for (String word : call.words()) {
            boolean isNode = word.startsWith("node=") && word.length() > "node=".length();
            if (word.contains("=") && (!isNode || node)) {
                throw InvalidCommand.because(
                        "missing value of 'node' option or unknown option '" + word + "'");
            }
            if (!isNode && !names.isEmpty() && !names.getLast().startsWith("node=")) {
                throw InvalidCommand.because("missing value of '" + word + "' option");
            }
            node |= isNode;
            names.add(word);
        }
        return show(subject, names, call);
    }
}
