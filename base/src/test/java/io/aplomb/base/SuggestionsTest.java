package io.aplomb.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionsTest {

    @Test
    void distance_edits_countOneEach() {
        assertThat(Suggestions.distance("bind", "bind")).isZero();
        assertThat(Suggestions.distance("bnid", "bind")).isEqualTo(1);
        assertThat(Suggestions.distance("bnd", "bind")).isEqualTo(1);
        assertThat(Suggestions.distance("binds", "bind")).isEqualTo(1);
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void nearest_mistypedWord_isTheWordMeant() {
        List<String> words = List.of("backend", "bind", "balance", "default_backend");
        assertThat(Suggestions.nearest("bnid", words)).contains("bind");
        assertThat(Suggestions.nearest("ballance", words)).contains("balance");
        assertThat(Suggestions.nearest("default-backend", words)).contains("default_backend");
        assertThat(Suggestions.nearest("BIND", words)).contains("bind");
    }

    @Test
    void nearest_unrelatedWord_isAbsent() {
        List<String> words = List.of("backend", "bind", "balance");
        assertThat(Suggestions.nearest("timeout", words)).isEmpty();
        assertThat(Suggestions.nearest("", words)).isEmpty();
        assertThat(Suggestions.nearest("x", words)).isEmpty();
        assertThat(Suggestions.nearest("b".repeat(1000), words)).isEmpty();
    }

    @Test
    void nearest_equallyNear_isTheFirstInAlphabet() {
        assertThat(Suggestions.nearest("rat", List.of("hat", "cat", "bat"))).contains("bat");
    }
}
