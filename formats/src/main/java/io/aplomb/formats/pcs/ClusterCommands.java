package io.aplomb.formats.pcs;

import io.aplomb.formats.pcs.ClusterOrder.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pcs cluster}. */
final class ClusterCommands implements CommandSet {

    private static final String EDIT =
            "use 'aplomb cluster cib FILE', an editor, and 'aplomb cluster cib-push FILE"
                    + " diff-against=...'";
    private static final String REPORT =
            "use 'aplomb status --full', 'aplomb config history' and the journal of each node";
    private static final String KEYS =
            "the nodes have certificates of the cluster's own authority, made by 'aplomb cluster"
                    + " setup'; there are no other keys";
    private static final String COROSYNC =
            "there is no corosync.conf; 'aplomb cluster config' shows name, nodes and addresses";
    private static final String REMOTE =
            "a small machine can be a full node or a witness: 'aplomb cluster node add', 'aplomb"
                    + " quorum witness add'";
    private static final String OUTSIDE =
            "a node joins by itself: 'aplomb cluster node add NAME' on a node of the cluster";

    private static final Router ROUTER =
            new Router(
                    "cluster",
                    Map.ofEntries(
                            Map.entry("setup", ClusterSetup::run),
                            Map.entry("auth", ClusterCommands::auth),
                            Map.entry("start", call -> nodes(ClusterOrder.Action.START, call)),
                            Map.entry("stop", call -> nodes(ClusterOrder.Action.STOP, call)),
                            Map.entry("enable", call -> nodes(ClusterOrder.Action.ENABLE, call)),
                            Map.entry("disable", call -> nodes(ClusterOrder.Action.DISABLE, call)),
                            Map.entry("kill", ClusterCommands::kill),
                            Map.entry("destroy", ClusterCommands::destroy),
                            Map.entry("status", call -> StatusCommands.cluster(call)),
                            Map.entry("config", ClusterCommands::config),
                            Map.entry("sync", ClusterCommands::sync),
                            Map.entry("reload", ClusterCommands::sync),
                            Map.entry("standby", call -> oldNode("standby", true, call)),
                            Map.entry("unstandby", call -> oldNode("unstandby", false, call)),
                            Map.entry("cib", CibCommands::cib),
                            Map.entry("cib-push", CibCommands::push),
                            Map.entry("cib-upgrade", CibCommands::upgrade),
                            Map.entry("verify", CibCommands::verify),
                            Map.entry("edit", call -> refused(call, EDIT)),
                            Map.entry("report", call -> refused(call, REPORT)),
                            Map.entry("authkey", call -> refused(call, KEYS)),
                            Map.entry("certkey", call -> refused(call, KEYS)),
                            Map.entry("uidgid", call -> refused(call, KEYS)),
                            Map.entry("corosync", call -> refused(call, COROSYNC)),
                            Map.entry("pcsd-status", StatusCommands::daemons),
                            Map.entry(
                                    "link",
                                    new Router(
                                            "cluster link",
                                            Map.of(
                                                    "add", ClusterCommands::addLink,
                                                    "remove", ClusterCommands::removeLinks,
                                                    "delete", ClusterCommands::removeLinks,
                                                    "update", ClusterCommands::updateLink))),
                            Map.entry(
                                    "node",
                                    new Router(
                                            "cluster node",
                                            Map.of(
                                                    "add", ClusterCommands::addNode,
                                                    "remove", ClusterCommands::removeNodes,
                                                    "delete", ClusterCommands::removeNodes,
                                                    "clear", ClusterCommands::clearNode,
                                                    "add-guest", call -> refused(call, REMOTE),
                                                    "remove-guest", call -> refused(call, REMOTE),
                                                    "delete-guest", call -> refused(call, REMOTE),
                                                    "add-remote", call -> refused(call, REMOTE),
                                                    "add-outside",
                                                            call -> refused(call, OUTSIDE))))));

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    /** What is asked of a cluster. */
    static PcsAnswer order(ClusterOrder order, Call call) {
        return call.delegated(new RuntimeRequest.OfCluster(order));
    }

    /** Refuses a command that has no meaning here, with what to do instead. */
    static PcsAnswer refused(Call call, String instead) {
        List<String> lines = new ArrayList<>(call.reports().lines());
        String words = String.join(" ", call.request().words());
        lines.add("Error: 'pcs " + words + "' has no meaning in Aplomb");
        lines.add("Hint: " + instead);
        return new PcsAnswer.Refused(lines);
    }

    /** How long to wait, where that is asked for; there need not be a cluster yet. */
    static Optional<Long> wait(Call call) {
        Optional<String> given = call.options().value("--wait");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.get().isEmpty()) {
            return Optional.of(0L);
        }
        return Optional.of(
                Interval.seconds(given.get())
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "'%s' is not a valid interval value"
                                                        .formatted(given.get()))));
    }

    /** {@code cluster auth [NODE...] [-u USER] [-p PASSWORD]}, of pcs 0.9 with names of nodes. */
    private static PcsAnswer auth(Call call) {
        call.options().only("--request-timeout", "-u", "-p", "--force", "--local");
        if (!call.words().isEmpty()) {
            call.reports()
                    .deprecation(
                            "'cluster auth' is of pcs 0.9, read as 'host auth %s'."
                                    .formatted(String.join(" ", call.words())));
        }
        return HostCommands.authenticate(call);
    }

    private static PcsAnswer nodes(ClusterOrder.Action action, Call call) {
        switch (action) {
            case START -> call.options().only("--wait", "--request-timeout", "--all");
            case STOP ->
                    call.options()
                            .only(
                                    "--wait",
                                    "--request-timeout",
                                    "--pacemaker",
                                    "--corosync",
                                    "--all",
                                    "--force");
            default -> call.options().only("--all", "--request-timeout");
        }
        return order(
                new ClusterOrder.Nodes(action, scope(call), wait(call), call.options().force()),
                call);
    }

    private static ClusterOrder.Scope scope(Call call) {
        boolean all = call.options().has("--all");
        if (all && !call.words().isEmpty()) {
            throw InvalidCommand.because("Cannot specify both --all and a list of nodes.");
        }
        return new ClusterOrder.Scope(all, call.words());
    }

    private static PcsAnswer kill(Call call) {
        call.options().only();
        call.expectWords(0, 0);
        return order(
                new ClusterOrder.Nodes(
                        ClusterOrder.Action.KILL, scope(call), Optional.empty(), true),
                call);
    }

    private static PcsAnswer destroy(Call call) {
        call.options().only("--all", "--request-timeout", "--force");
        call.expectWords(0, 0);
        return order(
                new ClusterOrder.Nodes(
                        ClusterOrder.Action.DESTROY,
                        scope(call),
                        Optional.empty(),
                        call.options().force()),
                call);
    }

    /** {@code standby} and {@code unstandby} as pcs 0.9 had them. */
    private static PcsAnswer oldNode(String word, boolean on, Call call) {
        call.reports()
                .deprecation(
                        "'cluster %s' is of pcs 0.9, read as 'node %s %s'."
                                .formatted(word, word, String.join(" ", call.words()))
                                .replace(" '.", "'."));
        return NodeCommands.state(call, "standby", on);
    }

    private static PcsAnswer config(Call call) {
        call.options().only("--output-format", "--corosync_conf");
        if (!call.words().isEmpty() && !call.word(0).equals("show")) {
            return refused(
                    call, "time-outs and keys of the nodes' links are those of Aplomb's own");
        }
        return order(
                new ClusterOrder.Show(
                        Subject.SETUP,
                        List.of(),
                        false,
                        false,
                        call.options().outputFormat("text", "json", "cmd")),
                call);
    }

    private static PcsAnswer sync(Call call) {
        call.options().only("--request-timeout");
        return order(new ClusterOrder.Sync(), call);
    }

    private static PcsAnswer addNode(Call call) {
        call.options()
                .only(
                        "--wait",
                        "--start",
                        "--enable",
                        "--force",
                        "--skip-offline",
                        "--no-watchdog-validation",
                        "--request-timeout");
        ClusterOrder.Host host = HostWords.host(call.word(0), call.from(1).words());
        if (call.options().has("--wait") && !call.options().has("--start")) {
            throw InvalidCommand.because("Cannot specify '--wait' without specifying '--start'");
        }
        return order(
                new ClusterOrder.AddNode(
                        host,
                        call.options().has("--start"),
                        call.options().has("--enable"),
                        wait(call)),
                call);
    }

    private static PcsAnswer removeNodes(Call call) {
        call.options().only("--force", "--skip-offline", "--request-timeout");
        call.expectWords(1, Integer.MAX_VALUE);
        return order(
                new ClusterOrder.RemoveNodes(
                        call.words(), call.options().has("--skip-offline"), call.options().force()),
                call);
    }

    private static PcsAnswer clearNode(Call call) {
        call.options().only("--force");
        call.expectWords(1, 1);
        return order(new ClusterOrder.ClearNode(call.word(0), call.options().force()), call);
    }

    private static PcsAnswer addLink(Call call) {
        call.options().only("--force", "--request-timeout", "--skip-offline");
        call.expectWords(1, Integer.MAX_VALUE);
        return order(new ClusterOrder.AddLink(addresses(call.words(), call)), call);
    }

    private static PcsAnswer updateLink(Call call) {
        call.options().only("--force", "--request-timeout", "--skip-offline");
        call.expectWords(2, Integer.MAX_VALUE);
        Map<String, String> addresses = addresses(call.from(1).words(), call);
        if (addresses.isEmpty()) {
            return call.done();
        }
        return order(new ClusterOrder.UpdateLink(link(call.word(0)), addresses), call);
    }

    private static Map<String, String> addresses(List<String> words, Call call) {
        int options = words.indexOf("options");
        if (options < 0) {
            return Words.pairs(words);
        }
        call.reports().warning("options of a link are for Corosync and have no effect");
        return Words.pairs(words.subList(0, options));
    }

    private static int link(String word) {
        if (!word.matches("[0-7]")) {
            throw InvalidCommand.because(
                    OptionChecks.invalidValue(word, "link", "the number of a network, 0..7"));
        }
        return Integer.parseInt(word);
    }

    private static PcsAnswer removeLinks(Call call) {
        call.options().only("--request-timeout", "--skip-offline");
        call.expectWords(1, Integer.MAX_VALUE);
        Words.unique(call.words());
        List<Integer> links = new ArrayList<>();
        for (String word : call.words()) {
            links.add(link(word));
        }
        return order(new ClusterOrder.RemoveLinks(links), call);
    }
}
