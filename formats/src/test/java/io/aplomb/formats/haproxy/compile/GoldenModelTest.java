package io.aplomb.formats.haproxy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostic;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.ModelDump;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.model.proxy.ProxyConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small configurations, all that is said about them and the model they become. After a wanted
 * change run with the environment variable {@code APLOMB_GOLDEN_RECORD=true} and read the
 * difference.
 */
class GoldenModelTest {

    private static final Path CORPUS =
            Path.of("src/test/resources/io/aplomb/formats/haproxy/compile/golden");

    private static final MemoryFiles FILES =
            new MemoryFiles(
                    Map.of(
                            "/etc/aplomb/site.pem", "certificate and key",
                            "/etc/aplomb/ca.pem", "certificates",
                            "/etc/aplomb/503.http", "HTTP/1.0 503 Busy\r\n\r\nbusy\r\n",
                            "/etc/aplomb/blocked.lst", "10.0.0.1\n10.0.0.2\n",
                            "/etc/aplomb/page.html", "<p>closed</p>\n"));

    static Stream<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files
                    .filter(file -> file.toString().endsWith(".cfg"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void load_configuration_saysAndGivesWhatIsExpected(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        LoadResult result =
                HaproxyConfig.load(
                        List.of(new ConfigSource(String.valueOf(file.getFileName()), text)),
                        Map.of(),
                        FILES,
                        LoadOptions.forHost("lb1"));
        StringBuilder said = new StringBuilder();
        for (Diagnostic diagnostic : result.diagnostics()) {
            said.append(diagnostic.render()).append('\n');
        }
        ProxyConfig config = result.config();
        said.append("-- model\n").append(config == null ? "none\n" : dump(config));
        Path expected = file.resolveSibling(file.getFileName() + ".expected");
        if (GoldenFiles.isRecording()) {
            Files.writeString(expected, said.toString());
        }
        assertThat(said.toString()).isEqualTo(Files.readString(expected));
    }

    /** Without the variables, which differ from machine to machine. */
    private static String dump(ProxyConfig config) {
        return ModelDump.of(
                new ProxyConfig(
                        config.global(),
                        config.proxies(),
                        config.peers(),
                        config.userLists(),
                        Map.of()));
    }
}
