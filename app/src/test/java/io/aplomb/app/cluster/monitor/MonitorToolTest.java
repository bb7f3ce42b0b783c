package io.aplomb.app.cluster.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.app.cluster.client.ClusterRun;
import io.aplomb.formats.pcs.AgentCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are those of crm_mon of Pacemaker 2.1.5 on the same state. */
class MonitorToolTest {
    private static final String TIME = "[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} [0-9]{4}";

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "inactive.txt, -1r",
        "by-node.txt, -1rnAfo",
        "detail.txt, -1Rt",
        "state.out.xml, --output-as=xml"
    })
    void text_isThatOfPacemaker(String expected, String option) throws Exception {
        assertThat(monitor(option)).isEqualTo(resource(expected));
    }

    @Test
    void sections_areChosenByName() throws Exception {
        assertThat(monitor("-1", "--exclude=all", "--include=nodes"))
                .isEqualTo("Node List:\n  * Online: [ node1 node2 ]\n");
        assertThat(monitor("-s"))
                .isEqualTo("CLUSTER OK: 2 nodes online, 7 resource instances configured\n");
    }

    @Test
    void json_isTheSameTree() throws Exception {
        assertThat(monitor("--output-as=json"))
                .contains("\"name\": \"node1\"", "\"resources_running\": 3", "\"online\": true");
    }

    @Test
    void html_isAPage() throws Exception {
        assertThat(monitor("-1", "--output-as=html"))
                .startsWith("<!DOCTYPE html>")
                .contains("<h2>Node List</h2>", "<li>Online: [ node1 node2 ]</li>");
    }

    private String monitor(String... options) throws IOException {
        Path state = directory.resolve("state.xml");
        Files.writeString(state, resource("state.xml"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                new ClusterRun(
                                Map.of("CIB_file", state.toString()),
                                InputStream.nullInputStream(),
                                stream,
                                stream,
                                AgentCatalog.none())
                        .run("crm_mon", List.of(options));
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8)
                .replaceAll(TIME, "TIME")
                .replaceAll(" feature_set=\"[^\"]*\"", "");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(MonitorToolTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
