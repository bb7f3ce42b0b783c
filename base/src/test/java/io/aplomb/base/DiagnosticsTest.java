package io.aplomb.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DiagnosticsTest {

    private final Diagnostics diagnostics = new Diagnostics();

    @Test
    void render_findingWithColumn_showsLineAndCaret() {
        diagnostics.source("haproxy.cfg", List.of("frontend web", "    bnid :80"));
        diagnostics.error(
                new SourcePosition("haproxy.cfg", 2, 5),
                4,
                "unknown keyword 'bnid' in 'frontend' section",
                "did you mean 'bind'?");
        assertThat(diagnostics.render())
                .isEqualTo(
                        """
                        haproxy.cfg:2:5: error: unknown keyword 'bnid' in 'frontend' section
                              bnid :80
                              ^~~~
                          did you mean 'bind'?
                        """);
        assertThat(diagnostics.hasErrors()).isTrue();
    }

    @Test
    void render_tabsInFront_keepTheCaretUnderTheWord() {
        diagnostics.source("a", List.of("\tbnid"));
        diagnostics.warning(new SourcePosition("a", 1, 2), 4, "m");
        assertThat(diagnostics.render()).isEqualTo("a:1:2: warning: m\n  \tbnid\n  \t^~~~\n");
        assertThat(diagnostics.hasErrors()).isFalse();
    }

    @Test
    void render_wholeFile_hasNoExcerpt() {
        diagnostics.notice(SourcePosition.ofFile("a"), 0, "empty");
        assertThat(diagnostics.render()).isEqualTo("a: notice: empty\n");
    }

    @Test
    void render_longLine_isCutAroundTheColumn() {
        diagnostics.source("a", List.of("x".repeat(500) + "word" + "y".repeat(500)));
        diagnostics.error(new SourcePosition("a", 1, 501), 4, "m");
        assertThat(diagnostics.render().lines().toList())
                .hasSize(3)
                .element(2)
                .isEqualTo("  " + " ".repeat(40) + "^~~~");
    }

    @Test
    void render_controlCharacters_areNotPrinted() {
        diagnostics.source("a", List.of("\u001b[31mx"));
        diagnostics.error(new SourcePosition("a", 1, 6), 1, "m");
        assertThat(diagnostics.render()).contains("  ?[31mx\n       ^");
    }

    @Test
    void add_sameFindingTwice_isKeptOnce() {
        diagnostics.error(SourcePosition.ofFile("a"), 0, "m");
        diagnostics.error(SourcePosition.ofFile("a"), 0, "m");
        assertThat(diagnostics.count(Severity.ERROR)).isEqualTo(1);
    }

    @Test
    void add_pastTheBound_onlyCounts() {
        for (int i = 0; i < Diagnostics.MAX_DIAGNOSTICS + 5; i++) {
            diagnostics.error(SourcePosition.ofFile("a"), 0, "m" + i);
        }
        assertThat(diagnostics.all()).hasSize(Diagnostics.MAX_DIAGNOSTICS);
        assertThat(diagnostics.count(Severity.ERROR)).isEqualTo(Diagnostics.MAX_DIAGNOSTICS + 5);
        assertThat(diagnostics.render()).endsWith("... and 5 more\n");
    }
}
