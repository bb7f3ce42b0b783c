package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.base.Severity;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.keepalived.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configurations of the course and of the thesis compile as they stand. */
final class SeedConfigurationsTest {

    private static final String SUFFIX = ".keepalived.conf";

    private static Path folder() {
        Path folder = GoldenFiles.repositoryRoot().resolveSibling("shared/seed-configs");
        assumeTrue(Files.exists(folder), "no " + folder + " here");
        return folder;
    }

    @Test
    void seeds_allOfThem_areTheFourBelow() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(SUFFIX))
                    .extracting(name -> name.replace(SUFFIX, ""))
                    .containsExactlyInAnyOrder(
                            "module16-master", "module16-backup", "these-master", "these-slave");
        }
    }

    @ParameterizedTest
    @CsvSource({"module16-master", "module16-backup", "these-master", "these-slave"})
    void load_seed_isTheOneOfTheGoldenFiles(String name) throws IOException {
        Path seed = folder().resolve(name + SUFFIX);
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
