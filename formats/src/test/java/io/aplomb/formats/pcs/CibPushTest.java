package io.aplomb.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The manual page pcs(8), {@code cluster cib-push}. */
final class CibPushTest {

    private static Element cib(int epoch, String resources, String constraints) {
        String text =
                "<cib epoch=\"%d\"><configuration><crm_config/><nodes/><resources>%s</resources>"
                        + "<constraints>%s</constraints></configuration><status/></cib>";
        return CibReader.readAsWritten(
                        text.formatted(epoch, resources, constraints), "cib", new Diagnostics())
                .orElseThrow();
    }

    private static String primitive(String id) {
        return "<primitive id=\"%s\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"/>"
                .formatted(id);
    }

    private static String text(CibPush.Result result) {
        assertThat(result).isInstanceOf(CibPush.Pushed.class);
        return CibWriter.write(((CibPush.Pushed) result).cib());
    }

    @Test
    void apply_olderBase_isRefused() {
        CibPush.Result result =
                CibPush.apply(
                        cib(7, primitive("a"), ""),
                        cib(6, primitive("b"), ""),
                        "",
                        Optional.empty());

        assertThat(result)
                .isInstanceOfSatisfying(
                        CibPush.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .startsWith("Unable to push to the CIB because pushed")
                                        .contains("--config"));
    }

    @Test
    void apply_olderBaseWithScope_replacesThatPartAlone() {
        String location = "<rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\"1\"/>";
        CibPush.Result result =
                CibPush.apply(
                        cib(7, primitive("a"), location),
                        cib(6, primitive("a") + primitive("b"), ""),
                        "resources",
                        Optional.empty());

        assertThat(text(result)).contains("epoch=\"7\"", "id=\"b\"", "id=\"l\"");
    }

    @Test
    void apply_scopeThatIsNotThere_isRefused() {
        CibPush.Result result =
                CibPush.apply(cib(7, "", ""), cib(7, "", ""), "tags", Optional.empty());

        assertThat(result)
                .isEqualTo(
                        new CibPush.Refused(
                                "unable to push cib, scope 'tags' not present in new cib"));
    }

    @Test
    void apply_difference_keepsWhatOthersChangedMeanwhile() {
        Element original = cib(5, primitive("a") + primitive("b"), "");
        Element edited = cib(5, primitive("b") + primitive("mine"), "");
        Element meanwhile = cib(7, primitive("a") + primitive("b") + primitive("theirs"), "");

        CibPush.Result result = CibPush.apply(meanwhile, edited, "", Optional.of(original));

        assertThat(text(result))
                .contains("id=\"b\"", "id=\"mine\"", "id=\"theirs\"")
                .doesNotContain("id=\"a\"");
    }

    @Test
    void apply_differenceOfOrder_isCarriedOver() {
        Element original = cib(5, primitive("a") + primitive("b"), "");
        Element edited = cib(5, primitive("b") + primitive("a"), "");

        String text = text(CibPush.apply(original, edited, "", Optional.of(original)));

        assertThat(text.indexOf("id=\"b\"")).isLessThan(text.indexOf("id=\"a\""));
    }

    @Test
    void apply_noDifference_hasNothingToPush() {
        Element base = cib(5, primitive("a"), "");

        assertThat(CibPush.apply(cib(6, "", ""), base, "", Optional.of(base)))
                .isInstanceOf(CibPush.Same.class);
    }
}
