package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.cib.Element;
import org.junit.jupiter.api.Test;

final class ReferencesTest {

    private static Element resolved(String xml) {
        return References.resolved(Trees.of(xml));
    }

    @Test
    void resolved_noReference_isTheSameObject() {
        Element tree = Trees.of("<a><b id='1'/></a>");

        assertThat(References.resolved(tree)).isSameAs(tree);
    }

    @Test
    void resolved_set_isTheOneOfThatNameAndId() {
        assertThat(
                        resolved(
                                "<a><m id='x' v='1'><nvpair id='p'/></m><k id='y'/>"
                                        + "<c><m id-ref='x'/><k id-ref='y'/></c></a>"))
                .isEqualTo(
                        Trees.of(
                                "<a><m id='x' v='1'><nvpair id='p'/></m><k id='y'/>"
                                        + "<c><m id='x' v='1'><nvpair id='p'/></m><k id='y'/></c></a>"));
    }

    @Test
    void resolved_pair_keepsItsOwnNameOrValue() {
        assertThat(
                        resolved(
                                "<a><nvpair id='p' name='n' value='v'/>"
                                        + "<s><nvpair id-ref='p' name='other'/></s></a>"))
                .isEqualTo(
                        Trees.of(
                                "<a><nvpair id='p' name='n' value='v'/>"
                                        + "<s><nvpair id='p' name='other' value='v'/></s></a>"));
    }

    @Test
    void resolved_referenceWithinWhatIsReferredTo_isResolvedToo() {
        assertThat(
                        resolved(
                                        "<a><rule id='r'><e/></rule><m id='x'><rule id-ref='r'/></m>"
                                                + "<c><m id-ref='x'/></c></a>")
                                .children()
                                .getLast())
                .isEqualTo(Trees.of("<c><m id='x'><rule id='r'><e/></rule></m></c>"));
    }

    @Test
    void resolved_referenceToNothing_isTakenOut() {
        assertThat(resolved("<a><m id='x'/><k id-ref='x'/></a>"))
                .isEqualTo(Trees.of("<a><m id='x'/></a>"));
    }

    @Test
    void resolved_circle_ends() {
        assertThat(resolved("<a><rule id='r'><rule id-ref='r'/></rule></a>"))
                .isEqualTo(Trees.of("<a><rule id='r'><rule id='r'/></rule></a>"));
    }
}
