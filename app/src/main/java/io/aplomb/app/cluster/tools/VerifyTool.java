package io.aplomb.app.cluster.tools;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.FileCluster;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program {@code crm_verify}: what is wrong with a configuration. */
public final class VerifyTool implements Tool {
    /** sysexits(3): EX_CONFIG. */
    private static final int BAD = 78;

    private final InstantSource clock;

    /**
     * @param clock for rules with dates
     */
    public VerifyTool(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public int run(ToolCall call) throws CommandFailure, InterruptedException {
        Options options =
                Options.parse(
                        "crm_verify",
                        call.words(),
                        "L:live-check",
                        "x:xml-file=",
                        "X:xml-text=",
                        "p:xml-pipe",
                        "V:verbose",
                        "q:quiet",
                        "S:save-xml=");
        List<String> problems = problems(text(options, call), name(options));
        boolean verbose = options.has("verbose");
        if (problems.isEmpty()) {
            return 0;
        }
        List<String> lines = new ArrayList<>(verbose ? problems : List.of());
        lines.add("crm_verify: Errors found during check: config not valid");
        if (!verbose) {
            lines.add("-V may provide more details");
        }
        if (!options.has("quiet")) {
            call.warn(lines);
        }
        return BAD;
    }

    private static String name(Options options) {
        return options.value("xml-file").orElse("cib");
    }

    private static String text(Options options, ToolCall call)
            throws CommandFailure, InterruptedException {
        Optional<String> given = options.value("xml-text");
        if (given.isPresent()) {
            return given.get();
        }
        if (options.has("xml-file") || options.has("xml-pipe")) {
            return FileCluster.readText(call.caller(), options.value("xml-file").orElse("-"));
        }
        if (!options.has("live-check") && call.cluster().isLive()) {
            throw new CommandFailure(64, List.of("crm_verify: name what to check: -L, or -x FILE"));
        }
        return CibWriter.write(call.cluster().cib());
    }

    /** What is wrong, a line each. */
    List<String> problems(String text, String name) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Element> cib = CibReader.read(text, name, diagnostics);
        List<String> problems = new ArrayList<>();
        diagnostics.render().lines().forEach(problems::add);
        if (cib.isEmpty()) {
            return problems;
        }
        problems.clear();
        StatusReport report =
                StatusReport.of(
                        cib.get(),
                        OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
        boolean resources =
                !cib.get()
                        .childOrEmpty("configuration")
                        .childOrEmpty("resources")
                        .children()
                        .isEmpty();
        if (resources && report.settings().fencingEnabled() && !report.hasFenceDevice()) {
            problems.add(
                    "(unpack_resources) \terror: Resource start-up disabled since no STONITH"
                            + " resources have been defined");
            problems.add(
                    "(unpack_resources) \terror: Either configure some or disable STONITH with the"
                            + " stonith-enabled option");
            problems.add(
                    "(unpack_resources) \terror: NOTE: Clusters with shared data need STONITH to"
                            + " ensure data integrity");
        }
        return problems;
    }
}
