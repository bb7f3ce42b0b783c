package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.keepalived.keyword.KeywordTable;
import io.aplomb.formats.keepalived.keyword.Scope;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of keywords promises exactly what the compiler handles. */
final class HandledKeywordsTest {

    @ParameterizedTest
    @EnumSource(Scope.class)
    void keywordsOfScope_honouredInTheTable_haveHandlersAndTheOtherWayRound(Scope scope) {
        Set<String> handled = HandledKeywords.all().getOrDefault(scope, Set.of());

        assertThat(new TreeSet<>(handled))
                .isEqualTo(new TreeSet<>(KeywordTable.standard().effectiveNames(scope)));
    }
}
