package io.aplomb.formats.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.haproxy.keyword.KeywordCheck;
import io.aplomb.formats.haproxy.keyword.KeywordTable;
import io.aplomb.formats.haproxy.syntax.ConfigReader;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.formats.haproxy.syntax.ConfigTree;
import io.aplomb.formats.haproxy.syntax.ReadOptions;
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
 * Small configurations and all that is said about them, word for word. After a wanted change run
 * with the environment variable {@code APLOMB_GOLDEN_RECORD=true} and read the difference.
 */
final class GoldenConfigurationTest {

    static Stream<Path> configurations() throws IOException {
        return Golden.configurations().stream();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void check_configuration_saysWhatIsExpected(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree tree =
                ConfigReader.read(
                        List.of(new ConfigSource(String.valueOf(file.getFileName()), text)),
                        ReadOptions.of(Map.of("HOME", "/root")),
                        diagnostics);
        ConfigTree effective = KeywordCheck.check(tree, KeywordTable.standard(), diagnostics);
        StringBuilder said = new StringBuilder(diagnostics.render()).append("-- effective\n");
        effective
                .sections()
                .forEach(
                        section -> {
                            said.append(section.label()).append('\n');
                            section.statements()
                                    .forEach(s -> said.append("    ").append(s).append('\n'));
                        });
        Path expected = file.resolveSibling(file.getFileName() + ".expected");
        if (GoldenFiles.isRecording()) {
            Files.writeString(expected, said.toString());
        }
        assertThat(said.toString()).isEqualTo(Files.readString(expected));
    }
}
