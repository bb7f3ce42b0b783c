package io.aplomb.control.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tools as agents call them: sh on one side, the node on the other. */
@Timeout(120)
class AgentSpoolTest {

    @TempDir Path home;
    private final FakeServices cluster = new FakeServices();
    private AgentPlaces places;
    private AgentSpool spool;

    @BeforeEach
    void open() throws IOException {
        places = AgentPlaces.of("alpha", home.resolve("it's the state"));
        Path program = home.resolve("aplomb");
        ExecutorRoom.program(program, "#!/bin/sh\necho \"the program: $*\"\nexit 3\n");
        spool = AgentSpool.open(places, cluster, program);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    private record Ran(int rc, String output, String error) {}

    private Ran sh(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                places.tools() + ":" + places.searchPath(),
                                "OCF_RESOURCE_INSTANCE",
                                "db"));
        builder.environment().remove("LC_ALL");
        builder.environment().put("LANG", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        return new Ran(process.exitValue(), output, error);
    }

    @Test
    void agent_setsItsPromotionScore_andAsksForIt() throws Exception {
        assertThat(sh("crm_attribute -p -v 15 && crm_attribute -p -G"))
                .isEqualTo(new Ran(0, "scope=status  name=master-db value=15\n", ""));
        assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/master-db", "15");
        assertThat(sh("crm_node -l").output().lines()).hasSize(2);
        assertThat(leftInSpool()).containsExactly("pid");
    }

    @Test
    void words_comeAsTheyAre() throws Exception {
        String odd = "a  b\nç*$HOME'\\n\"";
        ProcessBuilder builder =
                new ProcessBuilder(
                        places.tools().resolve("attrd_updater").toString(), "-n", "odd", "-U", odd);
        assertThat(builder.start().waitFor()).isZero();
        assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/odd", odd);
    }

    @Test
    void failure_hasItsExitCodeAndItsMessage() throws Exception {
        assertThat(sh("attrd_updater -n nothing -Q"))
                .isEqualTo(
                        new Ran(
                                105,
                                "",
                                "attrd_updater: Could not query value of nothing:"
                                        + " attribute does not exist\n"));
    }

    @Test
    void otherQuestions_goToTheProgram() throws Exception {
        assertThat(sh("crm_mon -1")).isEqualTo(new Ran(3, "the program: crm_mon -1\n", ""));
        assertThat(sh("crm_resource --list-operations -N 'x y'").output())
                .isEqualTo("the program: crm_resource --list-operations -N x y\n");
        assertThat(sh("pacemakerd -$").output()).startsWith("Pacemaker 2.");
    }

    @Test
    void nodeThatDoesNotRun_isSaidAtOnce() throws Exception {
        spool.close();
        Ran ran = sh("crm_attribute -p -G");
        assertThat(ran.rc()).isEqualTo(102);
        assertThat(ran.error()).contains("not running");
    }

    @Test
    void manyAtOnce_areAllAnswered() throws Exception {
        Ran ran =
                sh(
                        "for i in 1 2 3 4 5 6 7 8 9 10; do"
                                + " (attrd_updater -n a$i -U $i; attrd_updater -n a$i -Q) & done;"
                                + " wait");
        assertThat(ran.output().lines()).hasSize(10);
        for (int i = 1; i <= 10; i++) {
            assertThat(ran.output())
                    .contains("name=\"a" + i + "\" host=\"alpha\" value=\"" + i + "\"");
        }
        assertThat(leftInSpool()).containsExactly("pid");
    }

    @Test
    void question_thatIsNone_isRefused() {
        assertThat(AgentSpool.parse("1\na\n0\n\n.\n".getBytes(UTF_8))).contains(List.of("a", ""));
        for (String wrong :
                List.of(
                        "",
                        "1\na\n",
                        "1\na\n0\n\n",
                        "9\na\n.\n",
                        "x\n",
                        "1\na\n.\n",
                        "-1\n\n.\n")) {
            assertThat(AgentSpool.parse(wrong.getBytes(UTF_8))).as(wrong).isEmpty();
        }
    }

    private List<String> leftInSpool() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(places.spool())) {
            all.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }
}
