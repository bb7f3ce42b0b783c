package io.aplomb.formats.haproxy.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.haproxy.Golden;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConditionTest {

    private static final ReadOptions OPTIONS =
            new ReadOptions(Map.of("V1", "one"), ReadOptions.FEATURES, "2.6.12", false);

    static Stream<String> conditions() {
        return Golden.lines("syntax/conditions.golden").stream();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void read_conditionTriedInHaproxy_hasTheSameOutcome(String tried) {
        int blank = tried.indexOf(' ');
        String text = ".if " + tried.substring(blank + 1) + "\nglobal\n.else\ndefaults\n.endif\n";
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree tree =
                ConfigReader.read(List.of(new ConfigSource("t", text)), OPTIONS, diagnostics);
        boolean taken = !tree.of(SectionKind.GLOBAL).isEmpty();
        String outcome = diagnostics.hasErrors() ? "error" : taken ? "true" : "false";
        assertThat(outcome).as(diagnostics.render()).isEqualTo(tried.substring(0, blank));
    }

    @Test
    void version_developmentRelease_comesBeforeTheRelease() throws ConditionException {
        assertThat(VersionNumber.parse("2.4-dev19")).isLessThan(VersionNumber.parse("2.4"));
        assertThat(VersionNumber.parse("2.4.1")).isGreaterThan(VersionNumber.parse("2.4"));
        assertThat(VersionNumber.parse("2.10")).isGreaterThan(VersionNumber.parse("2.9.9"));
    }
}
