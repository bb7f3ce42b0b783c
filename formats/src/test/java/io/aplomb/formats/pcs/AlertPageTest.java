package io.aplomb.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.AlertWays;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/alerts.md: what it shows can be typed, and no option is left out. */
final class AlertPageTest {
    private static final Path PAGE = Path.of("..", "docs", "alerts.md");
    private static final String PROGRAM = "aplomb ";
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-01-01T00:00:00Z");

    @Test
    void commands_ofThePage_areAccepted_oneAfterTheOther() throws IOException {
        Element cib =
                CibReader.readAsWritten(
                                "<cib><configuration><crm_config/><nodes/><resources/>"
                                        + "<constraints/></configuration><status/></cib>",
                                "cib",
                                new Diagnostics())
                        .orElseThrow();
        List<String> commands =
                Files.readAllLines(PAGE).stream().filter(line -> line.startsWith(PROGRAM)).toList();
        assertThat(commands).hasSize(8);

        for (String command : commands) {
            List<String> words = List.of(command.substring(PROGRAM.length()).split(" "));
            PcsAnswer answer = Pcs.run(new PcsRequest(cib, words, false, NOW, AgentCatalog.none()));
            assertThat(answer).as(command).isInstanceOf(PcsAnswer.Changed.class);
            cib = ((PcsAnswer.Changed) answer).cib();
        }

        Element alerts = cib.childOrEmpty("configuration").childOrEmpty("alerts");
        assertThat(alerts.children("alert"))
                .hasSize(4)
                .allSatisfy(alert -> assertThat(alert.children("recipient")).hasSize(1));
    }

    @Test
    void options_ofEachWay_areOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        for (String way : AlertWays.names()) {
            assertThat(page).contains("### " + AlertWays.PREFIX + way);
            for (String option : AlertWays.options(way)) {
                assertThat(page)
                        .as("%s of %s", option, way)
                        .containsPattern("`" + option.replace(".", "\\.") + "(NAME)?`");
            }
        }
    }
}
