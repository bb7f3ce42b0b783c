package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {

    private static final RuleInput AT_NOON =
            RuleInput.at(OffsetDateTime.parse("2024-02-29T12:00:00Z"));

    private static boolean holds(String expressions, RuleInput input) {
        return Rules.holds(Trees.of("<rule>" + expressions + "</rule>"), input);
    }

    @Test
    void holds_noExpression_isTrueUnlessOr() {
        assertThat(Rules.holds(Trees.of("<rule/>"), AT_NOON)).isTrue();
        assertThat(Rules.holds(Trees.of("<rule boolean-op='or'/>"), AT_NOON)).isFalse();
    }

    @Test
    void holds_unknownExpression_isFalse() {
        assertThat(holds("<moon_expression/>", AT_NOON)).isFalse();
    }

    @Test
    void holds_attributeWithoutNode_isFalseWhateverItSays() {
        assertThat(holds("<expression attribute='a' operation='not_defined'/>", AT_NOON)).isFalse();
        assertThat(
                        holds(
                                "<expression attribute='a' operation='not_defined'/>",
                                AT_NOON.onNode(Map.of())))
                .isTrue();
    }

    @Test
    void holds_versions_areComparedNumberByNumber() {
        assertThat(AttributeExpressions.compareVersions("1.10", "1.9")).isPositive();
        assertThat(AttributeExpressions.compareVersions("1.2", "1.2.0")).isZero();
        assertThat(AttributeExpressions.compareVersions("1.2", "1.2.1")).isNegative();
        assertThat(AttributeExpressions.compareVersions("", "1")).isNegative();
    }

    @Test
    void holds_versionsWithLetters_areEqualAsFarAsTheNumbersGo() {
        // Pacemaker 2.1.5 never ends here
        assertThat(AttributeExpressions.compareVersions("1.a", "1.b")).isZero();
    }

    @Test
    void withGroups_groupThatMatchedNothing_vanishes() {
        RuleInput.Match match = new RuleInput.Match(List.of("ip-7", "7", ""), Map.of(), Map.of());

        assertThat(AttributeExpressions.withGroups("x%1y%2z%9%%0%", match)).isEqualTo("x7yz%ip-7%");
    }

    @Test
    void holds_valueSourceWithoutResource_isLiteral() {
        String expression =
                "<expression attribute='a' operation='eq' value='p' value-source='param'/>";
        RuleInput input = AT_NOON.onNode(Map.of("a", "p"));

        assertThat(holds(expression, input)).isTrue();
        assertThat(holds(expression, input.matching(List.of(), Map.of("p", "q"), Map.of())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "defined, '', Promoted, true",
        "defined, '', Started, false",
        "not_defined, '', Started, true",
        "not_defined, '', Unpromoted, false",
        "eq, Master, Promoted, true",
        "eq, Promoted, Unpromoted, false",
        "ne, Promoted, Unpromoted, true",
        "ne, Promoted, Started, false",
        "eq, Nonsense, Started, false",
        "lt, Promoted, Started, false"
    })
    void holds_role_comparesRolesOfPromotableClones(
            String operation, String value, String role, boolean holds) {
        String expression =
                String.join(
                        "'",
                        "<expression attribute=",
                        "#role",
                        " operation=",
                        operation,
                        " value=",
                        value,
                        "/>");

        assertThat(holds(expression, AT_NOON.inRole(role))).isEqualTo(holds);
        assertThat(holds(expression, AT_NOON)).isFalse();
    }

    @Test
    void holds_resource_providerMustBeTheSameEvenIfAbsent() {
        RuleInput address = AT_NOON.ofAgent("ocf", "heartbeat", "IPaddr2");
        RuleInput service = AT_NOON.ofAgent("systemd", null, "nginx");

        assertThat(holds("<rsc_expression class='ocf' provider='heartbeat'/>", address)).isTrue();
        assertThat(holds("<rsc_expression provider='heartbeat' type='IPaddr2'/>", address))
                .isTrue();
        assertThat(holds("<rsc_expression type='IPaddr2'/>", address)).isFalse();
        assertThat(holds("<rsc_expression class='lsb' provider='heartbeat'/>", address)).isFalse();
        assertThat(holds("<rsc_expression provider='heartbeat' type='IPaddr'/>", address))
                .isFalse();
        assertThat(holds("<rsc_expression class='systemd'/>", service)).isTrue();
        assertThat(holds("<rsc_expression provider='heartbeat'/>", service)).isFalse();
        assertThat(holds("<rsc_expression/>", AT_NOON)).isFalse();
    }

    @Test
    void holds_operation_comparesNameAndInterval() {
        RuleInput monitor = AT_NOON.ofOperation("monitor", 10_000);

        assertThat(holds("<op_expression name='monitor'/>", monitor)).isTrue();
        assertThat(holds("<op_expression name='monitor' interval='10s'/>", monitor)).isTrue();
        assertThat(holds("<op_expression name='monitor' interval='11s'/>", monitor)).isFalse();
        assertThat(holds("<op_expression name='monitor' interval='soon'/>", monitor)).isFalse();
        assertThat(holds("<op_expression name='start'/>", monitor)).isFalse();
        assertThat(holds("<op_expression interval='10s'/>", monitor)).isFalse();
        assertThat(holds("<op_expression name='monitor'/>", AT_NOON)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // a year later is the same day of the year: 2024-03-01 is the 61st, as is 2025-03-02
        "2023-03-01, 1, 0, 2024-02-29T12:00:00Z, false",
        "2023-03-01, 1, 0, 2024-02-29T00:00:00Z, true",
        "2024-01-31, 0, 1, 2024-02-29T00:00:00Z, true",
        "2024-01-31, 0, 1, 2024-02-29T00:00:01Z, false",
        "2024-02-01, 999999999, 0, 2024-02-29T00:00:00Z, true",
        "2024-02-01, 99999999999, 0, 2024-02-29T00:00:00Z, false"
    })
    void holds_rangeWithDuration_endsThen(
            String start, String years, String months, String now, boolean holds) {
        String expression =
                String.join(
                        "'",
                        "<date_expression operation=",
                        "in_range",
                        " start=",
                        start,
                        "><duration years=",
                        years,
                        " months=",
                        months,
                        "/></date_expression>");

        assertThat(holds(expression, RuleInput.at(OffsetDateTime.parse(now)))).isEqualTo(holds);
    }

    @Test
    void holds_dateSpec_looksAtTheZoneOfNow() {
        String expression =
                "<date_expression operation='date_spec'><date_spec hours='9-17'/></date_expression>";

        assertThat(holds(expression, AT_NOON)).isTrue();
        assertThat(
                        holds(
                                expression,
                                RuleInput.at(OffsetDateTime.parse("2024-02-29T22:00:00+10:00"))))
                .isFalse();
    }

    @Test
    void holds_dateSpecNotUnderstood_restrictsNothing() {
        for (String range : List.of("", "-", "x", "5x", "5-x", "-x")) {
            assertThat(
                            holds(
                                    "<date_expression operation='date_spec'><date_spec hours='"
                                            + range
                                            + "'/></date_expression>",
                                    AT_NOON))
                    .as(range)
                    .isTrue();
        }
    }

    @Test
    void moonPhase_knownMoons_areNewAndFull() {
        // 2024-02-24 was a full moon, 2024-03-10 a new one
        assertThat(DateExpressions.moonPhase(LocalDate.of(2024, 2, 24))).isEqualTo(4);
        assertThat(DateExpressions.moonPhase(LocalDate.of(2024, 3, 10))).isZero();
    }

    @Test
    void allow_withoutRule_isTrueAndWithSeveralOneIsEnough() {
        String yes = "<rule><expression attribute='a' operation='defined'/></rule>";
        String no = "<rule><expression attribute='b' operation='defined'/></rule>";
        RuleInput input = AT_NOON.onNode(Map.of("a", "1"));

        assertThat(Rules.allow(Trees.of("<lifetime/>"), input)).isTrue();
        assertThat(Rules.allow(Trees.of("<lifetime>" + no + "</lifetime>"), input)).isFalse();
        assertThat(Rules.allow(Trees.of("<lifetime>" + no + yes + "</lifetime>"), input)).isTrue();
    }
}
