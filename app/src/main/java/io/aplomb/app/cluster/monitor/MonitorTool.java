package io.aplomb.app.cluster.monitor;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ElementJson;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.formats.cib.CibWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The program {@code crm_mon}. */
public final class MonitorTool implements Tool {
    private static final String HELP =
            """
            Usage:
              crm_mon [-1] [-r] [-n] [-A] [-f] [-o] [-t] [-c] [-L] [-R] [-D] [-s] [-m[LEVEL]]
                      [--output-as=console|text|xml|html|json] [--output-to=FILE]
                      [--include=SECTIONS] [--exclude=SECTIONS]

            How the cluster is. Without -1 and without another form it is shown live, as by
            aplomb top.
            """;

    private final InstantSource clock;
    private final Tool live;

    /**
     * @param live shows it as it changes
     */
    public MonitorTool(InstantSource clock, Tool live) {
        this.clock = clock;
        this.live = live;
    }

    @Override
    public int run(ToolCall call) throws CommandFailure, InterruptedException {
        MonitorArguments arguments = MonitorArguments.parse(call.words());
        if (arguments.help || arguments.version) {
            call.print(arguments.help ? HELP : "Pacemaker 2.1.5 (aplomb)\n");
            return 0;
        }
        boolean once = arguments.once || arguments.simple || !arguments.form.equals("console");
        if (!once && call.caller().request().isTerminal() && call.cluster().isLive()) {
            return live.run(call);
        }
        Snapshot snapshot = snapshot(call, clock);
        String text = text(arguments, snapshot, call);
        if (arguments.to.isPresent() && !arguments.to.get().equals("-")) {
            write(call, arguments.to.get(), text);
        } else {
            call.print(text);
        }
        return arguments.simple && text.startsWith("CLUSTER WARN") ? 1 : 0;
    }

    private static void write(ToolCall call, String path, String text) throws CommandFailure {
        try {
            call.caller().writeFile(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            throw CommandFailure.because("%s: %s".formatted(path, refused.getMessage()));
        }
    }

    /** How the cluster, or the file, is now. */
    static Snapshot snapshot(ToolCall call, InstantSource clock)
            throws CommandFailure, InterruptedException {
        return call.cluster() instanceof LiveCluster running
                ? Snapshot.of(running.state(), running.node().view().hasQuorum(), clock.instant())
                : Snapshot.of(call.cluster().cib(), clock.instant());
    }

    private static String text(MonitorArguments arguments, Snapshot snapshot, ToolCall call)
            throws CommandFailure {
        if (arguments.simple) {
            return simple(snapshot.report());
        }
        String request = ("crm_mon " + String.join(" ", call.words())).strip();
        return switch (arguments.form) {
            case "console", "text" -> MonitorText.of(snapshot, arguments.view());
            case "xml" -> CibWriter.write(MonitorXml.of(snapshot, request));
            case "json" -> ElementJson.of(MonitorXml.of(snapshot, request));
            case "html" ->
                    MonitorHtml.of(MonitorText.of(snapshot, arguments.view()), arguments.title);
            default ->
                    throw MonitorArguments.usage(
                            "Invalid output format '"
                                    + arguments.form
                                    + "': it is console, text, xml, html or json");
        };
    }

    /** One line, as programs that watch want it. */
    private static String simple(StatusReport report) {
        long online =
                report.nodeLines().stream()
                        .filter(node -> "true".equals(node.element().attribute("online")))
                        .count();
        String bad =
                String.join(
                        ", ",
                        report.nodeLines().stream()
                                .filter(node -> !"true".equals(node.element().attribute("online")))
                                .map(node -> "offline node: " + node.name())
                                .toList());
        if (report.leader().isEmpty()) {
            bad = bad.isEmpty() ? "No DC" : "No DC, " + bad;
        }
        return bad.isEmpty()
                ? "CLUSTER OK: %d node%s online, %d resource instance%s configured%n"
                        .formatted(
                                online,
                                online == 1 ? "" : "s",
                                report.instances(),
                                report.instances() == 1 ? "" : "s")
                : "CLUSTER WARN: " + bad + "\n";
    }
}
