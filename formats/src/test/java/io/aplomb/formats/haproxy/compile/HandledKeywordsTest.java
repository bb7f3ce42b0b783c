package io.aplomb.formats.haproxy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.haproxy.keyword.KeywordTable;
import io.aplomb.formats.haproxy.keyword.Scope;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of keywords promises exactly what the compiler handles. */
class HandledKeywordsTest {

    static Stream<Scope> scopes() {
        return HandledKeywords.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void keywordsOfScope_honouredInTheTable_haveHandlersAndTheOtherWayRound(Scope scope) {
        Set<String> handled = HandledKeywords.all().getOrDefault(scope, Set.of());

        assertThat(new TreeSet<>(handled))
                .isEqualTo(new TreeSet<>(KeywordTable.standard().effectiveNames(scope)));
    }
}
