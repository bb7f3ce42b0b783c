package io.aplomb.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every keyword HAProxy 2.6.12 lists with -dK is here, or refused with a reason. */
final class SampleKeywordsTest {

    private static Set<String> listed(String kind) {
        Set<String> names = new TreeSet<>();
        for (List<String> golden : Golden.cases("keywords.golden")) {
            if (golden.getFirst().equals(kind)) {
                names.add(golden.get(1));
            }
        }
        return names;
    }

    @Test
    void fetches_ofHaproxy_areAllKnown() {
        Set<String> missing = listed("fetch");
        missing.removeAll(SampleKeywords.fetches());
        missing.removeAll(SampleKeywords.unavailableFetches().keySet());
        assertThat(missing).isEmpty();
    }

    @Test
    void converters_ofHaproxy_areAllKnown() {
        Set<String> missing = listed("converter");
        missing.removeAll(SampleKeywords.converters());
        missing.removeAll(SampleKeywords.unavailableConverters().keySet());
        assertThat(missing).isEmpty();
    }

    @Test
    void aclKeywords_ofHaproxy_areAllKnown() {
        Set<String> missing = listed("acl");
        missing.removeAll(SampleKeywords.aclKeywords());
        missing.removeAll(SampleKeywords.fetches());
        assertThat(missing).isEmpty();
    }

    @Test
    void names_refused_areNotAlsoOffered() {
        assertThat(SampleKeywords.fetches())
                .doesNotContainAnyElementsOf(SampleKeywords.unavailableFetches().keySet());
        assertThat(SampleKeywords.converters())
                .doesNotContainAnyElementsOf(SampleKeywords.unavailableConverters().keySet());
    }
}
