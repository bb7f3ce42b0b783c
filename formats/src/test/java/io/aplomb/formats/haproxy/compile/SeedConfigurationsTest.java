package io.aplomb.formats.haproxy.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.base.Bytes;
import io.aplomb.base.Severity;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The configurations of the courses and the thesis, where they lie beside the repository. */
class SeedConfigurationsTest {

    /** Certificates and error files are there, as on the machines of their authors. */
    private enum AllThere implements FileResolver {
        INSTANCE;

        @Override
        public Kind kind(String path) {
            return Kind.FILE;
        }

        @Override
        public Content read(String path) {
            return new Content.Octets(Bytes.ofUtf8("HTTP/1.0 503 Busy\r\n\r\n"));
        }
    }

    @Test
    void load_configurationsThatNameRealAddresses_compile() throws IOException {
        for (String name : List.of("chapitre59", "module16", "these-corosync")) {
            LoadResult result = load(name);

            assertThat(errorLines(result)).as(name).isEmpty();
            assertThat(result.config()).as(name).isNotNull();
        }
    }

    @Test
    void load_thesisWithPlaceholders_isRefusedAtEachOfThem() throws IOException {
        LoadResult result = load("these-keepalived");

        assertThat(result.config()).isNull();
        assertThat(errorLines(result)).isEqualTo(Set.of(23, 36, 37));
    }

    @Test
    void load_fragmentWithoutItsBackends_isRefusedWhereTheyAreNamed() throws IOException {
        LoadResult result = load("module16-acl");

        assertThat(errorLines(result)).isEqualTo(Set.of(11, 12));
    }

    private static Set<Integer> errorLines(LoadResult result) {
        return result.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .map(diagnostic -> diagnostic.position().line())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static LoadResult load(String name) throws IOException {
        Path file =
                GoldenFiles.repositoryRoot()
                        .resolveSibling("shared/seed-configs")
                        .resolve(name + ".haproxy.cfg");
        assumeTrue(Files.exists(file), "no " + file + " here");
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return HaproxyConfig.load(
                List.of(new ConfigSource(name, text)),
                Map.of(),
                AllThere.INSTANCE,
                LoadOptions.forHost("haproxy1"));
    }
}
