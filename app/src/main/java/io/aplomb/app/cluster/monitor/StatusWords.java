package io.aplomb.app.cluster.monitor;

import io.aplomb.app.cluster.tool.Arguments;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ElementJson;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.control.node.NodeView;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.formats.pcs.ClusterOrder;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The words of pcs that tell how the cluster is. */
public final class StatusWords {
    private final InstantSource clock;
    private final Supplier<Starts> starts;

    /**
     * @param clock for what is told to be now
     * @param starts what starts with this machine
     */
    public StatusWords(InstantSource clock, Supplier<Starts> starts) {
        this.clock = clock;
        this.starts = starts;
    }

    /** Words that no order stands for, by the first words that lead to them. */
    public Map<String, Tool> words() {
        Map<String, Tool> words = new LinkedHashMap<>();
        words.put("resource", this::resourceStatus);
        words.put("resource status", this::resourceStatus);
        words.put("resource show", this::oldShow);
        return words;
    }

    /** Prints how something stands. */
    public void print(ClusterOrder.Show show, ToolCall call)
            throws CommandFailure, InterruptedException {
        Snapshot snapshot = MonitorTool.snapshot(call, clock);
        if (!show.format().equals("text")) {
            Element element = MonitorXml.of(snapshot, "pcs status");
            call.print(
                    show.format().equals("json")
                            ? ElementJson.of(element)
                            : CibWriter.write(element));
            return;
        }
        call.print(
                switch (show.subject()) {
                    case ALL -> full(snapshot, show, call);
                    case CLUSTER -> cluster(snapshot, call);
                    case RESOURCES -> resources(snapshot, show, line -> !isFence(line));
                    case FENCING -> resources(snapshot, show, StatusWords::isFence);
                    case NODES -> nodes(snapshot);
                    case NODES_MEMBERSHIP -> memberNodes(call);
                    case NODES_BOTH -> memberNodes(call) + nodes(snapshot);
                    case NODES_CONFIGURED -> configuredNodes(snapshot);
                    case MEMBERSHIP -> membership(call);
                    case QUORUM -> QuorumText.of(call, clock);
                    case DAEMONS -> reachable(call);
                    case XML -> CibWriter.write(MonitorXml.of(snapshot, "crm_mon --output-as xml"));
                    case SETUP -> setup(call);
                });
    }

    private static boolean isFence(String line) {
        return line.contains("\t(stonith:");
    }

    private String full(Snapshot snapshot, ClusterOrder.Show show, ToolCall call)
            throws CommandFailure {
        StringBuilder text = new StringBuilder();
        text.append("Cluster name: ").append(snapshot.property("cluster-name", "")).append('\n');
        List<String> warnings = Warnings.of(snapshot, call);
        if (!warnings.isEmpty()) {
            text.append("\nWARNINGS:\n");
            warnings.forEach(warning -> text.append(warning).append('\n'));
            text.append('\n');
        }
        text.append(MonitorText.of(snapshot, view(show.full(), !show.hideInactive())));
        if (call.cluster().isLive()) {
            if (show.full()) {
                text.append("\nPCSD Status:\n").append(reachable(call));
            }
            text.append(daemons(starts.get()));
        }
        return text.toString();
    }

    /**
     * The daemon answers, and its node runs: they are active. Both stand for the daemons of pcs.
     */
    private static String daemons(Starts starts) {
        String node = starts.node() ? "enabled" : "disabled";
        return "\nDaemon Status:\n  corosync: active/%s\n  pacemaker: active/%s\n  pcsd: active/%s\n"
                .formatted(node, node, starts.daemon() ? "enabled" : "disabled");
    }

    private static MonitorView view(boolean full, boolean inactive) {
        Set<Section> sections = EnumSet.copyOf(Section.DEFAULT);
        if (full) {
            sections.add(Section.ATTRIBUTES);
            sections.add(Section.FAILCOUNTS);
            sections.add(Section.FENCING_SUCCEEDED);
            sections.add(Section.TICKETS);
        }
        return new MonitorView(sections, false, inactive, full, false);
    }

    private static String cluster(Snapshot snapshot, ToolCall call) throws CommandFailure {
        Set<Section> sections = EnumSet.copyOf(Section.SUMMARY);
        sections.remove(Section.OPTIONS);
        sections.add(Section.NODES);
        StringBuilder text = new StringBuilder("Cluster Status:\n");
        MonitorText.of(snapshot, new MonitorView(sections, false, true, false, false))
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> text.append(' ').append(line).append('\n'));
        if (call.cluster().isLive()) {
            text.append("\nPCSD Status:\n").append(reachable(call));
        }
        return text.toString();
    }

    private static String reachable(ToolCall call) throws CommandFailure {
        StringBuilder text = new StringBuilder();
        for (NodeView.MemberView member : call.cluster().node().view().members()) {
            text.append("  ").append(member.name()).append(": ");
            text.append(member.reachable() ? "Online" : "Offline").append('\n');
        }
        return text.toString();
    }

    private static String membership(ToolCall call) throws CommandFailure {
        NodeView view = call.cluster().node().view();
        ClusterState state = call.cluster().node().state();
        StringBuilder text = new StringBuilder();
        text.append("\nMembership information\n----------------------\n");
        text.append("    Nodeid      Votes Name\n");
        for (Member member : state.membership().members()) {
            if (isReachable(view, member.name())) {
                text.append(
                        "%10d %10d %s%s%n"
                                .formatted(
                                        member.number(),
                                        member.votes() ? 1 : 0,
                                        member.name(),
                                        member.name().equals(view.self()) ? " (local)" : ""));
            }
        }
        return text.toString();
    }

    private static String setup(ToolCall call) throws CommandFailure {
        ClusterState state = call.cluster().node().state();
        StringBuilder text = new StringBuilder();
        text.append("Cluster Name: ").append(state.membership().cluster()).append('\n');
        text.append("Cluster UUID: ").append(state.membership().id()).append("\nNodes:\n");
        for (Member member : state.membership().members()) {
            text.append("  ").append(member.name()).append(":\n");
            for (int i = 0; i < member.addresses().size(); i++) {
                text.append("    Link %d address: %s%n".formatted(i, member.addresses().get(i)));
            }
            text.append("    nodeid: ").append(member.number()).append('\n');
            if (member.kind() != Member.Kind.VOTER) {
                text.append("    kind: ").append(Words.lower(member.kind())).append('\n');
            }
        }
        return text.toString();
    }

    static boolean isReachable(NodeView view, String name) {
        return view.members().stream()
                .anyMatch(member -> member.name().equals(name) && member.reachable());
    }

    private static String nodes(Snapshot snapshot) {
        List<Map<String, String>> nodes =
                snapshot.report().nodeLines().stream()
                        .map(node -> node.element().attributes())
                        .toList();
        return "Pacemaker Nodes:\n"
                + kinds(nodes, false)
                + "Pacemaker Remote Nodes:\n"
                + kinds(nodes, true);
    }

    private static String configuredNodes(Snapshot snapshot) {
        String all =
                snapshot.report().nodeLines().stream()
                        .map(StatusReport.NodeLine::name)
                        .sorted()
                        .collect(Collectors.joining(" "));
        return "Corosync Nodes:\n " + all + "\nPacemaker Nodes:\n " + all + "\n";
    }

    private static String memberNodes(ToolCall call) throws CommandFailure {
        NodeView view = call.cluster().node().view();
        return "Corosync Nodes:\n"
                + line(" Online:", names(view, NodeView.MemberView::reachable))
                + line(" Offline:", names(view, member -> !member.reachable()));
    }

    private static List<String> names(NodeView view, Predicate<NodeView.MemberView> which) {
        return view.members().stream()
                .filter(which)
                .map(NodeView.MemberView::name)
                .sorted()
                .toList();
    }

    private static String line(String title, List<String> names) {
        List<String> words = new ArrayList<>(names);
        words.addFirst(title);
        return String.join(" ", words) + '\n';
    }

    private static String kinds(List<Map<String, String>> nodes, boolean remote) {
        Predicate<Map<String, String>> here = node -> "remote".equals(node.get("type")) == remote;
        Predicate<Map<String, String>> online = here.and(node -> isTrue(node, "online"));
        Predicate<Map<String, String>> standby = online.and(node -> isTrue(node, "standby"));
        Predicate<Map<String, String>> idle = node -> "0".equals(node.get("resources_running"));
        Predicate<Map<String, String>> maintained = online.and(node -> isTrue(node, "maintenance"));
        return line(" Online:", names(nodes, online.and(standby.negate()).and(maintained.negate())))
                + line(" Standby:", names(nodes, standby.and(idle)))
                + line(
                        " Standby with resource(s) running:",
                        names(nodes, standby.and(idle.negate())))
                + line(" Maintenance:", names(nodes, maintained))
                + line(" Offline:", names(nodes, here.and(online.negate())));
    }

    private static boolean isTrue(Map<String, String> node, String attribute) {
        return "true".equals(node.get(attribute));
    }

    private static List<String> names(
            List<Map<String, String>> nodes, Predicate<Map<String, String>> which) {
        return nodes.stream().filter(which).map(node -> node.getOrDefault("name", "")).toList();
    }

    private int oldShow(ToolCall call) throws CommandFailure, InterruptedException {
        if (!call.words().isEmpty() && !call.words().getFirst().startsWith("-")) {
            throw CommandFailure.because(
                    "'resource show' with a name is from pcs 0.9: use 'resource config %s'"
                            .formatted(call.words().getFirst()));
        }
        call.warn(
                List.of(
                        "Deprecation Warning: 'resource show' is from pcs 0.9: it is 'resource"
                                + " status' now, or 'resource config'"));
        return resourceStatus(call);
    }

    private int resourceStatus(ToolCall call) throws CommandFailure, InterruptedException {
        Arguments arguments =
                Arguments.of(
                        call.words(),
                        Set.of("--hide-inactive", "--full", "--groups"),
                        Set.of("--output-format"));
        print(
                new ClusterOrder.Show(
                        ClusterOrder.Subject.RESOURCES,
                        arguments.words(),
                        false,
                        arguments.has("--hide-inactive"),
                        arguments.value("--output-format").orElse("text")),
                call);
        return 0;
    }

    private static String resources(
            Snapshot snapshot, ClusterOrder.Show show, Predicate<String> wanted)
            throws CommandFailure {
        List<String> lines =
                snapshot.report()
                        .resources(new StatusReport.Shown(!show.hideInactive(), false))
                        .lines()
                        .filter(wanted)
                        .toList();
        List<String> names =
                show.names().stream().filter(word -> !word.startsWith("node=")).toList();
        List<String> chosen = names.isEmpty() ? lines : below(lines, names);
        for (String word : show.names()) {
            if (word.startsWith("node=")) {
                String name = word.substring("node=".length());
                chosen = chosen.stream().filter(line -> isOn(line, name)).toList();
            }
        }
        if (chosen.isEmpty() && !names.isEmpty()) {
            throw CommandFailure.because(
                    "resource or tag id '%s' not found".formatted(names.getFirst()));
        }
        return chosen.isEmpty() ? "NO resources configured\n" : String.join("\n", chosen) + "\n";
    }

    private static boolean isOn(String line, String node) {
        return List.of(line.split("[\\s\\[\\]]+", -1)).contains(node);
    }

    /** The lines of these resources, with all that is inside them. */
    private static List<String> below(List<String> lines, List<String> names) {
        List<String> chosen = new ArrayList<>();
        int inside = -1;
        for (String line : lines) {
            int depth = line.indexOf("* ");
            inside = depth <= inside ? -1 : inside;
            String text = line.substring(depth + 2);
            boolean named =
                    names.stream()
                            .anyMatch(
                                    name ->
                                            text.startsWith(name + "\t")
                                                    || text.matches(
                                                            "(Resource Group|Clone Set): "
                                                                    + java.util.regex.Pattern.quote(
                                                                            name)
                                                                    + "[ :].*"));
            if (named && inside < 0) {
                inside = depth;
            }
            if (inside >= 0) {
                chosen.add(line);
            }
        }
        return chosen;
    }
}
