package io.aplomb.formats.haproxy.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.SourcePosition;
import io.aplomb.formats.text.Word;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class KeywordTableTest {

    private final KeywordTable table = KeywordTable.standard();

    private static List<Word> words(String text) {
        return Stream.of(text.split(" "))
                .map(word -> new Word(word, false, new SourcePosition("t", 1, 1), word.length()))
                .toList();
    }

    @Test
    void standard_everyScope_hasRows() {
        assertThat(Scope.values()).allSatisfy(scope -> assertThat(table.in(scope)).isNotEmpty());
        assertThat(table.all()).hasSizeGreaterThan(1500);
    }

    @Test
    void standard_notes_areSentencesWithoutTabs() {
        assertThat(table.all())
                .allSatisfy(
                        keyword ->
                                assertThat(keyword.note())
                                        .doesNotContain("\t")
                                        .isEqualTo(keyword.note().strip()));
    }

    @Test
    void match_severalWords_longestWins() {
        assertThat(match("capture request header x")).isEqualTo("capture request header");
        assertThat(match("option httplog clf")).isEqualTo("option httplog");
        assertThat(match("http-check set-var(check.x) int(1)")).isEqualTo("http-check set-var");
        assertThat(table.match(Scope.PROXY, words("option nonsense"))).isEmpty();
        assertThat(table.match(Scope.HTTP_REQUEST, words("set-var(txn.x)"))).isPresent();
    }

    private String match(String text) {
        return table.match(Scope.PROXY, words(text)).orElseThrow().name();
    }

    @Test
    void nearest_mistypedFamily_isFound() {
        assertThat(table.nearest(Scope.PROXY, words("option httplgo"))).contains("option httplog");
        assertThat(table.nearest(Scope.PROXY, words("bnid :80"))).contains("bind");
        assertThat(table.nearest(Scope.PROXY, words("timout client 1s")))
                .contains("timeout client");
    }

    @Test
    void parse_badRows_areNamedByLine() {
        assertThatThrownBy(() -> KeywordTable.parse("proxy\tbind\tF\t2.6\tHONOURED\t*\n"))
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> KeywordTable.parse("bind\tx\t-\t2.6\tREFUSED\t*\t-\n"))
                .hasMessageContaining("note");
        String row = "bind\tx\t-\t2.6\tHONOURED\t1\t-\n";
        assertThatThrownBy(() -> KeywordTable.parse(row + row)).hasMessageContaining("twice");
    }
}
