package io.aplomb.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplacementTest {

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "\\2-\\1, ef-ab",
        "[\\0], [abcdef]",
        "\\9\\3x, x",
        "\\x41\\\\, A\\",
        "end\\, end\\",
        "\\xzz, xzz",
    })
    void expand_references_areTheGroups(String template, String expected) {
        Matcher matcher = Pattern.compile("(ab)cd(ef)(gh)?").matcher("abcdef");
        assertThat(matcher.find()).isTrue();

        assertThat(Replacement.expand(matcher, template)).isEqualTo(expected);
    }
}
