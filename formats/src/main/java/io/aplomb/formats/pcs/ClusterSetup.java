package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code pcs cluster setup} in both forms: {@code setup NAME n1 [addr=...] n2 ...} since 0.10, and
 * {@code setup --name NAME n1[,ADDRESS] n2 ...} of 0.9.
 */
final class ClusterSetup {

    /** As many nodes as a cluster can have. */
    static final int MAX_NODES = 16;

    private static final Set<String> KEYWORDS = Set.of("transport", "totem", "quorum");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private ClusterSetup() {}

    static PcsAnswer run(Call call) {
        Options options = call.options();
        options.only(
                "--force",
                "--no-cluster-uuid",
                "--wait",
                "--start",
                "--enable",
                "--no-keys-sync",
                "--name",
                "--local");
        List<String> words = new ArrayList<>(call.words());
        Optional<String> oldName = options.value("--name");
        List<ClusterOrder.Host> hosts;
        String name;
        if (oldName.isPresent()) {
            name = oldName.get();
            hosts = oldHosts(words, name, call);
        } else {
            call.expectWords(2, Integer.MAX_VALUE);
            name = words.removeFirst();
            hosts = hosts(words, call);
        }
        check(name, hosts);
        if (options.has("--wait") && !options.has("--start")) {
            throw InvalidCommand.because("Cannot specify '--wait' without specifying '--start'");
        }
        return ClusterCommands.order(
                new ClusterOrder.Setup(
                        name,
                        hosts,
                        options.has("--start"),
                        options.has("--enable"),
                        ClusterCommands.wait(call),
                        options.force()),
                call);
    }

    private static List<ClusterOrder.Host> oldHosts(List<String> words, String name, Call call) {
        call.expectWords(1, Integer.MAX_VALUE);
        call.reports()
                .deprecation(
                        "'--name' is of pcs 0.9, read as 'cluster setup %s %s'."
                                .formatted(name, String.join(" ", words)));
        List<ClusterOrder.Host> hosts = new ArrayList<>();
        words.forEach(word -> hosts.add(HostWords.old(word)));
        return hosts;
    }

    private static List<ClusterOrder.Host> hosts(List<String> words, Call call) {
        Words.Groups groups = Words.group(words, KEYWORDS).once(KEYWORDS);
        for (String keyword : List.of("transport", "totem", "quorum")) {
            if (groups.has(keyword)) {
                call.reports()
                        .warning(
                                "'%s %s' is for Corosync and has no effect in Aplomb, whose nodes"
                                                .formatted(
                                                        keyword,
                                                        String.join(" ", groups.words(keyword)))
                                        + " always speak TLS with each other");
            }
        }
        return HostWords.parse(groups.first(), "node name");
    }

    private static void check(String name, List<ClusterOrder.Host> hosts) {
        if (!NAME.matcher(name).matches()) {
            throw InvalidCommand.because(
                    "'%s' is not a valid cluster name value, use up to 64 letters, digits and _ . -"
                            .formatted(name));
        }
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (ClusterOrder.Host host : hosts) {
            if (host.name().isEmpty() || !names.add(host.name())) {
                throw InvalidCommand.because(
                        "Node names must be unique, duplicate names: '" + host.name() + "'");
            }
            for (String address : host.addresses()) {
                if (!addresses.add(address)) {
                    throw InvalidCommand.because(
                            "Node addresses must be unique, duplicate addresses: '"
                                    + address
                                    + "'");
                }
            }
        }
        if (hosts.isEmpty()) {
            throw InvalidCommand.because("No nodes have been specified");
        }
        if (hosts.size() > MAX_NODES) {
            throw InvalidCommand.because("a cluster has up to " + MAX_NODES + " nodes");
        }
    }
}
