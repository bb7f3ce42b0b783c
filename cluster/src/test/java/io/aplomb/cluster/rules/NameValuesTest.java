package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NameValuesTest {

    private static final RuleInput INPUT =
            RuleInput.at(OffsetDateTime.parse("2024-02-29T12:00:00Z")).onNode(Map.of("a", "1"));

    private static Map<String, String> unpack(String sets) {
        return NameValues.unpack(Trees.all(sets), INPUT, "first");
    }

    private static String set(String id, String score, String... namesAndValues) {
        StringBuilder out = new StringBuilder("<s id='" + id + "' score='" + score + "'>");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.append("<nvpair name='")
                    .append(namesAndValues[i])
                    .append("' value='")
                    .append(namesAndValues[i + 1])
                    .append("'/>");
        }
        return out.append("</s>").toString();
    }

    @Test
    void unpack_scores_theHighestGivesTheValue() {
        assertThat(unpack(set("x", "1", "n", "low") + set("y", "2", "n", "high")))
                .containsExactly(Map.entry("n", "high"));
        assertThat(unpack(set("x", "2", "n", "high") + set("y", "1", "n", "low")))
                .containsExactly(Map.entry("n", "high"));
    }

    @Test
    void unpack_equalScores_theLastInTheTextGivesTheValue() {
        assertThat(unpack(set("x", "0", "n", "1") + set("y", "0", "n", "2")))
                .containsExactly(Map.entry("n", "2"));
    }

    @Test
    void unpack_sameNameWithinOneSet_theFirstStays() {
        assertThat(unpack(set("x", "0", "n", "1", "n", "2"))).containsExactly(Map.entry("n", "1"));
    }

    @Test
    void unpack_setNamedFirst_comesBeforeEveryScore() {
        assertThat(unpack(set("x", "INFINITY", "n", "1") + set("FIRST", "-5", "n", "2")))
                .containsExactly(Map.entry("n", "2"));
    }

    @Test
    void unpack_ruleThatDoesNotHold_leavesItsSetOut() {
        String ruled =
                "<s id='r' score='9'><rule><expression attribute='b' operation='defined'/></rule>"
                        + "<nvpair name='n' value='ruled'/></s>";

        assertThat(unpack(ruled + set("x", "0", "n", "plain")))
                .containsExactly(Map.entry("n", "plain"));
        assertThat(unpack(ruled.replace("'b'", "'a'") + set("x", "0", "n", "plain")))
                .containsExactly(Map.entry("n", "ruled"));
    }

    @Test
    void unpack_default_takesBackWhatWasGivenBefore() {
        String sets = set("x", "1", "n", "#Default", "m", "1") + set("y", "2", "n", "value");

        assertThat(unpack(sets)).containsExactly(Map.entry("m", "1"));
        assertThat(unpack(sets + set("z", "0", "n", "late"))).containsEntry("n", "late");
    }

    @Test
    void unpack_pairWithoutNameOrValue_isNothing() {
        assertThat(
                        unpack(
                                "<s><nvpair name='n'/><nvpair value='v'/><other name='a' value='b'/></s>"))
                .isEmpty();
    }

    @Test
    void unpack_oldForm_hasItsPairsOneLevelDeeper() {
        assertThat(unpack("<s><attributes><nvpair name='n' value='v'/></attributes></s>"))
                .containsExactly(Map.entry("n", "v"));
    }

    @Test
    void addTo_valueThere_staysUnlessReplaced() {
        List<Element> sets = Trees.all(set("x", "0", "n", "new", "m", "1"));
        Map<String, String> kept = new LinkedHashMap<>(Map.of("n", "old"));
        Map<String, String> replaced = new LinkedHashMap<>(kept);

        NameValues.addTo(kept, sets, INPUT, "", NameValues.Conflict.KEEP);
        NameValues.addTo(replaced, sets, INPUT, "", NameValues.Conflict.REPLACE);

        assertThat(kept).containsExactly(Map.entry("n", "old"), Map.entry("m", "1"));
        assertThat(replaced).containsExactly(Map.entry("n", "new"), Map.entry("m", "1"));
    }
}
