package io.aplomb.formats.haproxy.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.haproxy.Golden;
import io.aplomb.formats.haproxy.syntax.LexedLine.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LineLexerTest {

    private static final Map<String, String> VARIABLES =
            Map.of("V1", "one", "V2", "two", "EMPTY", "", "LIST", "l1 l2 l3", "SPLIST", " s1  s2 ");

    private record Case(String line, String expected) {}

    static Stream<Case> words() {
        return cases("syntax/words.golden", "word ");
    }

    static Stream<Case> errors() {
        return cases("syntax/word-errors.golden", "");
    }

    private static Stream<Case> cases(String file, String mark) {
        List<String> lines = Golden.lines(file);
        return IntStream.range(0, lines.size() / 2)
                .mapToObj(
                        i ->
                                new Case(
                                        lines.get(2 * i).substring("line ".length()),
                                        lines.get(2 * i + 1).substring(mark.length())));
    }

    private static LexedLine lex(String line) {
        return LineLexer.lex(line, new Environment(VARIABLES));
    }

    @ParameterizedTest
    @MethodSource("words")
    void lex_lineTriedInHaproxy_givesTheSameWords(Case tried) {
        List<String> words = new ArrayList<>();
        for (Token token : lex(tried.line()).tokens()) {
            if (token.text().isEmpty()) {
                break;
            }
            words.add(escaped(token.text()));
        }
        assertThat(String.join("|", words)).isEqualTo(tried.expected());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void lex_lineRefusedByHaproxy_isRefusedAtTheSamePlace(Case tried) {
        LexedLine.LexError error = Objects.requireNonNull(lex(tried.line()).error());
        assertThat(error.index() + 1 + " " + error.message()).isEqualTo(tried.expected());
    }

    private static String escaped(String octets) {
        StringBuilder out = new StringBuilder();
        for (char c : octets.toCharArray()) {
            boolean plain = c > ' ' && c < 0x7f && c != '|' && c != '%';
            out.append(plain ? String.valueOf(c) : "%%%02x".formatted((int) c));
        }
        return out.toString();
    }

    @Test
    void lex_words_knowWhereTheyWereWritten() {
        List<Token> tokens = lex("  bind  \"*:80\" a\\ b # x").tokens();
        assertThat(tokens)
                .containsExactly(
                        new Token("bind", false, 2, 6),
                        new Token("*:80", true, 8, 14),
                        new Token("a b", false, 15, 19));
    }

    @Test
    void lex_emptyWord_countsExceptAtTheEnd() {
        assertThat(lex("a \"\" b \"\"").tokens())
                .extracting(Token::text)
                .containsExactly("a", "", "b");
        assertThat(lex("a \"\" ").tokens()).extracting(Token::text).containsExactly("a", "");
        assertThat(lex("\"\"").tokens()).isEmpty();
    }

    @Test
    void lex_carriageReturn_endsTheLine() {
        assertThat(lex("a b\r").tokens()).extracting(Token::text).containsExactly("a", "b");
        assertThat(lex("a b\rc").tokens()).extracting(Token::text).containsExactly("a", "b");
        assertThat(lex("a \"b\r\"").error()).isNotNull();
    }

    @Test
    void lex_moreThan64Words_isRefused() {
        assertThat(lex("w ".repeat(64)).error()).isNull();
        assertThat(lex("w ".repeat(65)).error()).isNotNull();
    }
}
