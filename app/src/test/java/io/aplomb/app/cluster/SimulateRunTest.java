package io.aplomb.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateRunTest {
    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String state = "";

    @BeforeEach
    void writeState() throws IOException {
        Path file = folder.resolve("cib.xml");
        Files.writeString(file, resource("two-nodes.xml"));
        state = file.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SimulateRunTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int run(String input, String... words) {
        out.reset();
        err.reset();
        return new SimulateRun(
                        Map.of("LANG", "C"),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> Instant.ofEpochSecond(1_750_000_000))
                .run(List.of(words));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The file was written by crm_simulate 2.1.5 with the same words. */
    @Test
    void nodeFail_isToldAsCrmSimulateTellsIt() throws IOException {
        assertThat(run("", "-x", state, "-Ssf", "n1", "--text-fancy")).isZero();
        assertThat(printed()).isEqualTo(resource("node-fail.txt"));
    }

    @Test
    void withoutAnAction_onlyTheStatusIsPrinted() {
        assertThat(run("", "--xml-file=" + state)).isZero();
        assertThat(printed())
                .startsWith("Using the original execution date of: 2023-11-14 22:13:20Z\n")
                .contains("Full List of Resources")
                .doesNotContain("Transition");
    }

    @Test
    void pipe_isReadFromStandardInput() throws IOException {
        assertThat(run(resource("two-nodes.xml"), "-p", "-R")).isZero();
        assertThat(printed()).contains("Transition Summary:\n").doesNotContain("Executing");
    }

    @Test
    void time_isReadAsIso8601_andSaid() {
        assertThat(run("", "-x", state, "-t", "2026-01-31 12:00:00Z")).isZero();
        assertThat(printed()).startsWith("Setting effective cluster time: 2026-01-31 12:00:00Z\n");
        assertThat(run("", "-x", state, "-t", "soon")).isEqualTo(1);
        assertThat(complained()).contains("'soon' is no time; write it as");
    }

    @Test
    void savedStates_areReadAgain() throws IOException {
        Path saved = folder.resolve("after.xml");
        assertThat(run("", "-x", state, "-S", "-f", "n1", "-O", saved.toString())).isZero();
        String revised = printed().substring(printed().indexOf("Revised Cluster Status:\n"));
        assertThat(run("", "-x", saved.toString())).isZero();
        assertThat(printed().substring(printed().indexOf("  * Node List")))
                .isEqualTo(revised.substring(revised.indexOf("  * Node List")));
        Path input = folder.resolve("input.xml");
        assertThat(run("", "-x", state, "-f", "n1", "-I", input.toString())).isZero();
        assertThat(Files.readString(input)).contains("uname=\"n1\" in_ccm=\"false\"");
    }

    @Test
    void graphs_areWritten() throws IOException {
        Path graph = folder.resolve("graph.xml");
        Path dot = folder.resolve("graph.dot");
        assertThat(run("", "-x", state, "-f", "n1", "-G", graph.toString(), "-D", dot.toString()))
                .isZero();
        assertThat(Files.readString(graph))
                .startsWith("<transition_graph cluster-delay=\"60s\"")
                .contains("operation_key=\"stonith-n1-reboot\"", "CRM_meta_timeout=\"20000\"");
        assertThat(Files.readString(dot)).startsWith(" digraph \"g\" {\n");
    }

    @Test
    void resourceFail_isAFailedMonitorWhereItRuns() {
        assertThat(run("", "-x", state, "-R", "--resource-fail", "vip")).isZero();
        assertThat(printed()).contains("Injecting vip_monitor_10000@n1=1", "  * Recover    vip");
        assertThat(run("", "-x", state, "-R", "--resource-fail", "vop")).isEqualTo(1);
    }

    @Test
    void badWords_endWithOne_andAnAdvice() {
        assertThat(run("", "-x", state, "--node-don", "n1")).isEqualTo(1);
        assertThat(complained())
                .contains("unknown option '--node-don'; did you mean '--node-down'?");
        assertThat(run("", "-S")).isEqualTo(1);
        assertThat(complained()).contains("name a state with -x FILE");
        assertThat(run("", "-x", state, "-S", "-d", "m1")).isEqualTo(1);
        assertThat(complained()).contains("no node is named 'm1'; did you mean 'n1'?");
        assertThat(printed()).isEmpty();
    }

    @Test
    void badState_isSaidWithFileLineAndColumn() throws IOException {
        Path bad = folder.resolve("bad.xml");
        Files.writeString(bad, resource("two-nodes.xml").replace("uname='n2'/>", "uname='n2'>"));
        assertThat(run("", "-x", bad.toString(), "-S")).isEqualTo(1);
        assertThat(complained()).containsPattern("bad\\.xml:\\d+:\\d+: error: ");
    }

    @Test
    void batch_answersEachLine_andSurvivesBadOnes() throws IOException {
        Path first = folder.resolve("1.txt");
        Path second = folder.resolve("2.txt");
        String lines =
                String.join(
                        "\n",
                        state + '\t' + first + "\t-Ss --text-fancy -f 'n1'",
                        "no such file.xml\t" + folder.resolve("x") + "\t-S",
                        "nonsense",
                        state + '\t' + folder.resolve("x") + "\t-S --bogus",
                        state + '\t' + folder.resolve("no/such/folder") + "\t-S",
                        state + '\t' + second,
                        "");
        assertThat(run(lines, "--batch")).isZero();
        assertThat(printed().lines().map(line -> line.replaceFirst("\t.*", "")))
                .containsExactly(
                        "ok",
                        "error: cannot read no such file.xml: there is no such file",
                        "error: a line is: xml TAB output-file TAB arguments",
                        "error: unknown option '--bogus'",
                        "error: cannot write "
                                + folder.resolve("no/such/folder")
                                + ": there is no such file",
                        "ok");
        assertThat(printed().lines().map(line -> line.replaceFirst(".*\t", "")))
                .containsExactly(state, "no such file.xml", "nonsense", state, state, state);
        assertThat(Files.readString(first)).isEqualTo(resource("node-fail.txt"));
        assertThat(Files.readString(second)).contains("Current cluster status:");
    }

    @Test
    void plan_isATable_inEitherLanguage() throws IOException {
        assertThat(run("", "-x", state, "--plan")).isZero();
        assertThat(printed()).isEqualTo(resource("plan.txt"));
        assertThat(run("", "-x", state, "--plan", "--lang", "fr")).isZero();
        assertThat(printed()).isEqualTo(resource("plan-fr.txt"));
    }

    @Test
    void help_namesEveryOption() {
        assertThat(run("", "--help")).isZero();
        assertThat(printed()).contains(SimulateUsage.optionNames());
    }

    @Test
    void shellWords_keepWhatIsQuoted() {
        assertThat(ShellWords.of(" -S  -t '2026-01-01 00:00:00Z' a\\ b \"c\\\"d\" '' "))
                .containsExactly("-S", "-t", "2026-01-01 00:00:00Z", "a b", "c\"d", "");
    }
}
