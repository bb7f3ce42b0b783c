package io.aplomb.app.cluster.monitor;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.control.node.ClusterNode;
import io.aplomb.control.node.NodeEvent;
import io.aplomb.control.node.NodeView;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * {@code aplomb top}: the cluster as it changes. Where output is no terminal it is told once, in
 * plain text.
 */
public final class TopTool implements Tool {
    /** A key is looked for this often, and an event shown no later. */
    private static final long TICK_MS = 200;

    /** Without an event it is drawn anew this often: leases and round trips change silently. */
    private static final int TICKS = 5;

    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private final InstantSource clock;

    /**
     * @param clock for what is told to be now
     */
    public TopTool(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public int run(ToolCall call) throws CommandFailure, InterruptedException {
        ClusterNode node = call.cluster().node();
        if (!call.caller().request().isTerminal()) {
            call.print(screen(call, node, false, Integer.MAX_VALUE));
            return 0;
        }
        AtomicBoolean changed = new AtomicBoolean(true);
        try (ClusterNode.Subscription _ = node.subscribe(_ -> changed.set(true))) {
            int ticks = 0;
            while (true) {
                if (changed.getAndSet(false) || ++ticks >= TICKS) {
                    ticks = 0;
                    call.print(CLEAR + screen(call, node, true, call.caller().request().rows()));
                }
                Optional<Character> key = call.caller().key(TICK_MS);
                if (key.isPresent() && (key.get() == 'q' || key.get() == 'Q')) {
                    return 0;
                }
                changed.compareAndSet(false, key.isPresent());
            }
        } catch (IOException gone) {
            return 1;
        }
    }

    private String screen(ToolCall call, ClusterNode node, boolean colours, int rows)
            throws CommandFailure, InterruptedException {
        NodeView view = node.view();
        Snapshot snapshot = Snapshot.of(node.state(), view.hasQuorum(), clock.instant());
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s%s%s  %s  leader %s, term %d, entry %d  %s"
                        .formatted(
                                colours ? BOLD : "",
                                snapshot.property("cluster-name", ""),
                                colours ? PLAIN : "",
                                TIME.format(clock.instant()),
                                view.leader().isEmpty() ? "none" : view.leader(),
                                view.term(),
                                view.appliedIndex(),
                                view.lackOfQuorum()
                                        .map(why -> paint("NO QUORUM: " + why, RED, colours))
                                        .orElse(paint("quorum", GREEN, colours))));
        lines.add("");
        nodes(view, snapshot, colours, lines);
        lines.add("");
        snapshot.report()
                .resources(new StatusReport.Shown(true, false))
                .lines()
                .map(line -> line.replace("\t", " "))
                .forEach(line -> lines.add(paint(line, colour(line), colours)));
        lines.add("");
        lines.add(view.busy().isEmpty() ? "Nothing to do." : "Under way:");
        view.busy().forEach(each -> lines.add("  * " + each));
        int space = Math.max(3, rows - lines.size() - 2);
        List<NodeEvent> events = view.events();
        if (!events.isEmpty()) {
            lines.add("");
            lines.add("Events:");
            events.subList(Math.max(0, events.size() - space), events.size())
                    .forEach(
                            event ->
                                    lines.add(
                                            "  %s  %s"
                                                    .formatted(
                                                            TIME.format(
                                                                    Instant.ofEpochMilli(
                                                                            event.atMs())),
                                                            told(event))));
        }
        int width = colours ? call.caller().request().columns() : Integer.MAX_VALUE;
        StringBuilder text = new StringBuilder();
        lines.stream().limit(rows).forEach(line -> text.append(cut(line, width)).append('\n'));
        return text.toString();
    }

    private static String told(NodeEvent event) {
        String text = event.text().lines().map(String::strip).collect(Collectors.joining("; "));
        String about =
                event.subject().isEmpty() ? event.node() : event.node() + " " + event.subject();
        return about.isBlank() || text.contains(about) ? text : about.strip() + ": " + text;
    }

    private static void nodes(
            NodeView view, Snapshot snapshot, boolean colours, List<String> lines) {
        lines.add("  %-16s %-22s %9s  %s".formatted("NODE", "STATE", "LEASE", "LINKS"));
        for (NodeView.MemberView member : view.members()) {
            String state =
                    snapshot.report().nodeLines().stream()
                            .filter(node -> node.name().equals(member.name()))
                            .map(StatusReport.NodeLine::state)
                            .findFirst()
                            .orElse(member.reachable() ? "witness" : "witness, silent");
            String line =
                    "  %-16s %-22s %9s  %s"
                            .formatted(
                                    member.name(),
                                    state,
                                    lease(view, member),
                                    String.join(
                                            "  ",
                                            member.links().stream().map(TopTool::link).toList()));
            lines.add(member.reachable() ? line : paint(line, RED, colours));
        }
    }

    private static String lease(NodeView view, NodeView.MemberView member) {
        long left = member.name().equals(view.self()) ? view.leaseLeftMs() : member.leaseLeftMs();
        return left < 0 ? "-" : left + " ms";
    }

    private static String link(NodeView.LinkView link) {
        return link.up()
                ? "%s %s"
                        .formatted(
                                link.address(),
                                link.roundTripUs() < 0
                                        ? ""
                                        : "%.1f ms".formatted(link.roundTripUs() / 1000.0))
                : link.address() + " DOWN";
    }

    private static String colour(String line) {
        return line.contains("FAILED") || line.contains("UNCLEAN") || line.contains("blocked")
                ? RED
                : line.contains("Started") || line.contains("Promoted") ? GREEN : "";
    }

    private static String paint(String text, String colour, boolean colours) {
        return colours && !colour.isEmpty() ? colour + text + PLAIN : text;
    }

    /** What is wider than the terminal would break the picture; colours take no room. */
    private static String cut(String line, int width) {
        boolean painted = line.endsWith(PLAIN);
        int room = width == Integer.MAX_VALUE ? width : width + (painted ? 9 : 0);
        return line.length() <= room ? line : line.substring(0, room) + (painted ? PLAIN : "");
    }
}
