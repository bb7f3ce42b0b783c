package io.aplomb.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PcsTest {

    private static final String CIB =
            """
            <cib><configuration><crm_config/><nodes/><resources>
            <primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>
            </resources><constraints/></configuration><status/></cib>
            """;

    private static PcsAnswer run(String... words) {
        Element cib = CibReader.readAsWritten(CIB, "cib", new Diagnostics()).orElseThrow();
        OffsetDateTime now = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        return Pcs.run(new PcsRequest(cib, List.of(words), false, now, AgentCatalog.none()));
    }

    @Test
    void run_unknownCommand_isRefusedWithWhatWasMeant() {
        assertThat(run("resuorce", "meta", "a", "x=1"))
                .isInstanceOfSatisfying(
                        PcsAnswer.Refused.class,
                        refused ->
                                assertThat(refused.errors())
                                        .contains(
                                                "Error: unknown command 'resuorce', did you mean"
                                                        + " 'resource'?"));
        assertThat(run("resource", "mta", "a", "x=1"))
                .isInstanceOfSatisfying(
                        PcsAnswer.Refused.class,
                        refused ->
                                assertThat(refused.errors())
                                        .contains(
                                                "Error: unknown command 'resource mta', did you"
                                                        + " mean 'resource meta'?"));
    }

    @Test
    void run_unknownOption_isRefused() {
        assertThat(run("resource", "meta", "a", "x=1", "--frce"))
                .isInstanceOfSatisfying(
                        PcsAnswer.Refused.class,
                        refused ->
                                assertThat(refused.errors())
                                        .contains("Error: option --frce not recognized"));
    }

    @Test
    void run_change_isTheBaseChanged() {
        assertThat(run("resource", "meta", "a", "x=1"))
                .isInstanceOfSatisfying(
                        PcsAnswer.Changed.class,
                        changed ->
                                assertThat(
                                                changed.cib()
                                                        .childOrEmpty("configuration")
                                                        .childOrEmpty("resources")
                                                        .childOrEmpty("primitive")
                                                        .childOrEmpty("meta_attributes")
                                                        .childOrEmpty("nvpair")
                                                        .id())
                                        .isEqualTo("a-meta_attributes-x"));
    }

    @Test
    void run_helpOption_printsTheSyntax() {
        assertThat(run("resource", "meta", "--help"))
                .isInstanceOfSatisfying(
                        PcsAnswer.Printed.class,
                        printed -> assertThat(printed.output()).contains("meta <resource id"));
    }

    @Test
    void alert_byAWayOfOurs_isAcceptedWithTheOptionsItKnows() {
        assertThat(
                        run(
                                "alert",
                                "create",
                                "path=aplomb:webhook",
                                "options",
                                "secret-file=/etc/key",
                                "header.X-Team=ops",
                                "meta",
                                "timeout=5s"))
                .isInstanceOf(PcsAnswer.Changed.class);
        assertThat(errors("alert", "create", "path=aplomb:mial"))
                .contains("Error: there is no 'aplomb:mial', did you mean 'aplomb:mail'?");
        assertThat(errors("alert", "create", "path=aplomb:mail", "options", "sever=a"))
                .first()
                .asString()
                .startsWith(
                        "Error: aplomb:mail has no option 'sever', did you mean 'server'? (it has");
    }

    private static List<String> errors(String... words) {
        return ((PcsAnswer.Refused) run(words)).errors();
    }
}
