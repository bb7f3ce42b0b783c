package io.aplomb.formats.haproxy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.haproxy.keyword.KeywordCheck;
import io.aplomb.formats.haproxy.keyword.KeywordTable;
import io.aplomb.formats.haproxy.syntax.ConfigReader;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.formats.haproxy.syntax.ConfigTree;
import io.aplomb.formats.haproxy.syntax.ReadOptions;
import io.aplomb.formats.text.Word;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Fuzz target for the configuration reader: whatever the octets, it ends, throws nothing, and every
 * position lies inside the text. The committed inputs run with every build; to search for new ones
 * set the environment variable {@code JAZZER_FUZZ=1} and run this class alone.
 */
class ConfigFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void read(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree tree =
                ConfigReader.read(
                        List.of(new ConfigSource("fuzz", text)),
                        ReadOptions.of(Map.of("A", "1 2  3", "EMPTY", "")),
                        diagnostics);
        KeywordCheck.check(tree, KeywordTable.standard(), diagnostics);
        List<String> lines = List.of(text.split("\n", -1));
        tree.sections()
                .forEach(
                        section ->
                                section.statements()
                                        .forEach(s -> s.words().forEach(w -> inside(w, lines))));
        diagnostics.all().stream().map(Diagnostic::position).forEach(p -> inside(p, lines));
        Check.state(diagnostics.render().length() >= diagnostics.all().size(), "rendered");
    }

    private static void inside(Word word, List<String> lines) {
        inside(word.position(), lines);
        int end = word.position().column() - 1 + word.width();
        Check.state(
                end <= lines.get(word.position().line() - 1).length() + 1, "word past its line");
    }

    private static void inside(SourcePosition position, List<String> lines) {
        Check.state(position.line() >= 1 && position.line() <= lines.size(), "line");
        int length = lines.get(position.line() - 1).length();
        Check.state(position.column() >= 1 && position.column() <= length + 1, "column");
    }
}
