package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.base.Severity;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.keepalived.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configurations of the course and of the thesis compile as they stand. */
final class SeedConfigurationsTest {

    @ParameterizedTest
    @CsvSource({"module16-master", "module16-backup", "these-master", "these-slave"})
    void load_seed_isTheOneOfTheGoldenFiles(String name) throws IOException {
        Path seed =
                GoldenFiles.repositoryRoot()
                        .resolveSibling("shared/seed-configs")
                        .resolve(name + ".keepalived.conf");
        assumeTrue(Files.exists(seed), "no " + seed + " here");
        String text = Files.readString(seed);

        assertThat(Loading.found(Loading.load(text), Severity.ERROR)).isEmpty();
        assertThat(
                        Path.of(
                                "src/test/resources/io/aplomb/formats/keepalived/golden/"
                                        + name
                                        + ".conf"))
                .hasContent(text);
    }
}
