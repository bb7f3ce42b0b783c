package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.ModelDump;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.Loading;
import io.aplomb.formats.keepalived.MemoryFiles;
import io.aplomb.model.vrrp.VrrpConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations, all that is said about them and the model they become; those of the course and of
 * the thesis among them. After a wanted change run with the environment variable {@code
 * APLOMB_GOLDEN_RECORD=true} and read the difference.
 */
final class GoldenModelTest {

    private static final Path CORPUS =
            Path.of("src/test/resources/io/aplomb/formats/keepalived/golden");

    /** The script of the course, cut to what matters: it reads $3. */
    private static final String NOTIFY_SCRIPT =
            """
            #!/bin/bash
            # $9 in a comment
            TYPE=$1
            NAME=$2
            STATE=$3
            case $STATE in "master") echo 'not $8' ;; esac
            """;

    static Stream<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files
                    .filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void load_configuration_saysAndGivesWhatIsExpected(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        KeepalivedFiles files =
                new MemoryFiles(
                        Map.of(
                                name,
                                Files.readString(file),
                                "/etc/keepalived/notify.sh",
                                NOTIFY_SCRIPT,
                                "/etc/iproute2/rt_tables",
                                "# names\n300 slow\n"));
        LoadResult result = KeepalivedConfig.load(name, files, LoadOptions.forHost("lb1", 1));
        VrrpConfig config = result.config();
        String said =
                Loading.render(result)
                        + "-- model\n"
                        + (config == null ? "none\n" : ModelDump.of(config));
        Path expected = file.resolveSibling(name + ".expected");
        if (GoldenFiles.isRecording()) {
            Files.writeString(expected, said);
        }
        assertThat(said).isEqualTo(Files.readString(expected));
    }
}
