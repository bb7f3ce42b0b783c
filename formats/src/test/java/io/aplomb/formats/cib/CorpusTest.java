package io.aplomb.formats.cib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The states of the scheduler's corpus, which Pacemaker wrote. */
final class CorpusTest {

    private static List<Path> states() throws IOException {
        Path folder = GoldenFiles.repositoryRoot().resolveSibling("shared/golden/pacemaker/xml");
        assumeTrue(Files.exists(folder), "no " + folder + " here");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
        }
    }

    @Test
    void readAndWrite_everyState_isTheSameTreeWithoutAnyComplaint() throws IOException {
        List<Path> states = states();
        for (Path state : states) {
            String name = state.getFileName().toString();
            Diagnostics diagnostics = new Diagnostics();
            Element read =
                    CibReader.readAsWritten(Files.readString(state), name, diagnostics)
                            .orElseThrow(() -> new AssertionError(diagnostics.render()));

            String text = CibWriter.write(read);

            assertThat(diagnostics.render()).isEmpty();
            assertThat(CibReader.readAsWritten(text, name, diagnostics).map(CibWriterTest::bare))
                    .as(name)
                    .hasValue(CibWriterTest.bare(read));
        }
        assertThat(states).hasSizeGreaterThanOrEqualTo(270);
    }

    @Test
    void write_statesWithoutComments_areTheVeryTextPacemakerWrote() throws IOException {
        int same = 0;
        for (Path state : states()) {
            String text = Files.readString(state);
            Element read = CibReader.readAsWritten(text, "x", new Diagnostics()).orElseThrow();
            same += CibWriter.write(read).equals(text) ? 1 : 0;
        }
        // the others have comments, tabulators or blank lines of whoever wrote them by hand
        assertThat(same).isGreaterThanOrEqualTo(246);
    }

    @Test
    void read_everyState_isSound() throws IOException {
        for (Path state : states()) {
            Diagnostics diagnostics = new Diagnostics();

            assertThat(CibReader.read(Files.readString(state), "x", diagnostics)).isPresent();
            assertThat(diagnostics.render()).isEmpty();
        }
    }
}
