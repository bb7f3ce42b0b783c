package io.aplomb.app.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpokenLanguageTest {
    private static final Map<String, String> FRENCH = Map.of("LANG", "fr_FR.UTF-8");

    @Test
    void option_decidesAgainstTheEnvironment() {
        assertThat(SpokenLanguage.isFrench(Optional.of("en"), FRENCH)).isFalse();
        assertThat(SpokenLanguage.isFrench(Optional.of("FR"), Map.of())).isTrue();
    }

    @Test
    void environment_firstVariableThatIsSet_decides() {
        assertThat(SpokenLanguage.isFrench(Optional.empty(), FRENCH)).isTrue();
        assertThat(SpokenLanguage.isFrench(Optional.empty(), Map.of())).isFalse();
        assertThat(
                        SpokenLanguage.isFrench(
                                Optional.empty(), Map.of("LANG", "fr_FR", "LC_MESSAGES", "C")))
                .isFalse();
    }

    @Test
    void otherLanguages_areRefusedByName() {
        assertThat(SpokenLanguage.problem("de")).contains("--lang takes en or fr, not 'de'");
        assertThat(SpokenLanguage.problem("fr_FR.UTF-8")).isEmpty();
        assertThat(SpokenLanguage.problem("en")).isEmpty();
    }
}
