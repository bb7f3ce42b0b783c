package io.aplomb.formats.cib;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.model.cib.Element;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Fuzz target for the reader: whatever the text, it ends and throws nothing, has a tree exactly
 * when there is no error, and what is written of it is read back the same. The committed inputs run
 * with every build; to search for new ones set the environment variable {@code JAZZER_FUZZ=1} and
 * run this class alone.
 */
class CibFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void read(byte[] input) {
        check(new String(input, StandardCharsets.UTF_8));
    }

    static void check(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Element> read = CibReader.readAsWritten(text, "fuzz", diagnostics);
        for (Diagnostic diagnostic : diagnostics.all()) {
            SourcePosition position = diagnostic.position();
            Check.state(position.line() >= 0 && position.column() >= 0, "position");
            Check.state(!diagnostic.render().isEmpty(), "rendered");
        }
        Check.state(read.isPresent() != diagnostics.hasErrors(), "a tree unless there is an error");
        if (read.isPresent()) {
            Optional<Element> again =
                    CibReader.readAsWritten(
                            CibWriter.write(read.get()), "again", new Diagnostics());
            Check.state(
                    again.map(CibWriterTest::bare)
                            .equals(Optional.of(CibWriterTest.bare(read.get()))),
                    "the same tree");
            Upgrade.toCurrent(read.get());
        }
    }
}
