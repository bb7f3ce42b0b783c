package io.aplomb.formats.haproxy.keyword;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.text.Status;
import io.aplomb.sample.SampleKeywords;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rows of sample expressions say what the module {@code sample} does, no more and no less. */
final class SampleRowsTest {

    private final KeywordTable table = KeywordTable.standard();

    @Test
    void honouredRows_areWhatTheModuleKnows() {
        assertHonoured(Scope.FETCH, SampleKeywords.fetches());
        assertHonoured(Scope.CONVERTER, SampleKeywords.converters());
        assertHonoured(Scope.ACL_CRITERION, SampleKeywords.aclKeywords());
        assertHonoured(Scope.PREDEFINED_ACL, SampleKeywords.predefinedAcls());
        assertHonoured(
                Scope.LOG_VARIABLE,
                SampleKeywords.logVariables().stream()
                        .map(name -> "%" + name)
                        .collect(Collectors.toSet()));
    }

    @Test
    void refusedRows_giveTheReasonOfTheModule() {
        assertRefused(Scope.FETCH, SampleKeywords.unavailableFetches());
        assertRefused(Scope.CONVERTER, SampleKeywords.unavailableConverters());
    }

    private void assertHonoured(Scope scope, Set<String> known) {
        assertThat(table.effectiveNames(scope)).containsExactlyInAnyOrderElementsOf(known);
    }

    private void assertRefused(Scope scope, Map<String, String> unavailable) {
        unavailable.forEach(
                (name, reason) ->
                        assertThat(table.find(scope, name).orElseThrow())
                                .satisfies(
                                        row -> assertThat(row.status()).isEqualTo(Status.REFUSED))
                                .satisfies(row -> assertThat(row.note()).isEqualTo(reason)));
    }
}
