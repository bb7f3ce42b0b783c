package io.aplomb.formats.keepalived;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aplomb.base.Bytes;
import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Severity;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.keepalived.compile.KeepalivedConfig;
import io.aplomb.formats.keepalived.compile.LoadResult;
import java.util.List;

/**
 * Fuzz target for the whole reader: whatever the octets, it ends, throws nothing, and every
 * position has a line. The committed inputs run with every build; to search for new ones set the
 * environment variable {@code JAZZER_FUZZ=1} and run this class alone.
 */
class KeepalivedFuzzTest {

    /** Every path leads to the same octets: includes include themselves. */
    private record OneFile(Bytes octets) implements KeepalivedFiles {
        @Override
        public Content read(String path) {
            return new Content.Octets(octets);
        }

        @Override
        public List<String> list(String directory) {
            return List.of("a.conf");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void load(byte[] input) {
        LoadResult result =
                KeepalivedConfig.load(
                        "fuzz", new OneFile(Bytes.of(input)), new LoadOptions("a", "a", 1));
        for (Diagnostic diagnostic : result.diagnostics()) {
            SourcePosition position = diagnostic.position();
            Check.state(position.line() >= 0 && position.column() >= 0, "position");
            Check.state(!diagnostic.render().isEmpty(), "rendered");
        }
        boolean refused =
                result.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR);
        Check.state(refused == (result.config() == null), "a model exactly when there is no error");
    }
}
