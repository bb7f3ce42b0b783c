package io.aplomb.formats.cib;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CibReaderTest {

    private final Diagnostics diagnostics = new Diagnostics();

    private Optional<Element> read(String text) {
        return CibReader.read(text, "cib.xml", diagnostics);
    }

    private static String withResources(String resources, String constraints) {
        return """
        <cib validate-with="pacemaker-3.9">
          <configuration>
            <nodes>
              <node id="1" uname="alpha"/>
            </nodes>
            <resources>
        %s
            </resources>
            <constraints>
        %s
            </constraints>
          </configuration>
        </cib>
        """
                .formatted(resources, constraints);
    }

    @Test
    void read_tree_isAsWrittenWithLines() {
        Element cib =
                read("""
                                <?xml version="1.0"?>
                                <!-- a comment -->
                                <cib b="1"
                                     a="it&apos;s &lt;2&gt; &#10;é">
                                  <configuration><!-- another --><nodes/>
                                  </configuration>
                                  <status
                                  />
                                </cib>
                                """)
                        .orElseThrow();

        assertThat(diagnostics.all()).isEmpty();
        assertThat(cib.line()).isEqualTo(3);
        assertThat(cib.attributes())
                .containsExactly(Map.entry("b", "1"), Map.entry("a", "it's <2> \né"));
        assertThat(cib.children())
                .containsExactly(
                        new Element(
                                "configuration",
                                Map.of(),
                                List.of(new Element("nodes", Map.of(), List.of(), 5)),
                                5),
                        new Element("status", Map.of(), List.of(), 7));
    }

    @Test
    void read_windowsLineEnds_haveTheSameLines() {
        Element cib = read("<cib>\r\n<configuration/>\r\n<status/></cib>\r\n").orElseThrow();

        assertThat(cib.children()).extracting(Element::line).containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<cib>",
                "<cib><configuration/></cib><more/>",
                "<cib a='1' a='2'><configuration/></cib>",
                "<cib><configuration/></cob>",
                "<cib a='&nothing;'><configuration/></cib>",
                "<cib a='<'><configuration/></cib>"
            })
    void read_notWellFormed_isAnErrorWithItsPlace(String text) {
        assertThat(read(text)).isEmpty();
        assertThat(diagnostics.all()).hasSize(1);
        assertThat(diagnostics.render())
                .startsWith("cib.xml:1:")
                .contains("error: not well-formed XML: ");
    }

    @Test
    void read_documentType_isRefused() {
        assertThat(read("<!DOCTYPE cib [<!ENTITY a 'b'>]><cib><configuration/></cib>")).isEmpty();
        assertThat(diagnostics.render())
                .startsWith("cib.xml:1:1: error: a document type is not allowed here");
    }

    @Test
    void read_externalEntity_isNotOpened() {
        assertThat(
                        read(
                                "<!DOCTYPE cib SYSTEM 'file:///nowhere/x.dtd'>"
                                        + "<cib><configuration/></cib>"))
                .isEmpty();
        assertThat(diagnostics.render()).contains("a document type is not allowed here");
    }

    @Test
    void read_elementsTooDeep_areRefused() {
        String deep = "<a>".repeat(XmlTree.MAX_DEPTH) + "</a>".repeat(XmlTree.MAX_DEPTH);

        assertThat(read("<cib><configuration>" + deep + "</configuration></cib>")).isEmpty();
        assertThat(diagnostics.render()).contains("more than 64 elements in each other");
    }

    @Test
    void read_otherRoot_isAnError() {
        assertThat(read("<configuration/>")).isEmpty();
        assertThat(diagnostics.render())
                .startsWith("cib.xml:1:2: error: the first element is 'configuration', not 'cib'");
    }

    @Test
    void read_noConfiguration_isAnError() {
        assertThat(read("<cib><status/></cib>")).isEmpty();
        assertThat(diagnostics.render()).contains("there is no 'configuration' in it");
    }

    @Test
    void read_textBetweenElements_isIgnoredWithAWarning() {
        assertThat(read("<cib><configuration>hello</configuration></cib>")).isPresent();
        assertThat(diagnostics.render())
                .startsWith("cib.xml:1:7: warning: text within 'configuration' is ignored");
    }

    @Test
    void read_idTwice_isAnErrorThatNamesTheFirst() {
        String text =
                withResources(
                        "<primitive id=\"a\"/>\n<group id=\"b\"><primitive id=\"a\"/></group>", "");

        assertThat(read(text)).isEmpty();
        assertThat(diagnostics.render())
                .isEqualTo(
                        """
                        cib.xml:8:30: error: the id 'a' is taken: line 7
                          <group id="b"><primitive id="a"/></group>
                                                       ^
                        """);
    }

    @Test
    void read_idOfNodeLikeThatOfAResource_isAllowed() {
        assertThat(read(withResources("<primitive id=\"1\"/>", ""))).isPresent();
        assertThat(diagnostics.all()).isEmpty();
    }

    @Test
    void read_constraintOnNothing_isAnErrorWithASuggestion() {
        String text =
                withResources(
                        "<primitive id=\"address\"/>",
                        "<rsc_location id=\"l\" rsc=\"adress\" node=\"alpha\" score=\"5\"/>");

        assertThat(read(text)).isEmpty();
        assertThat(diagnostics.render())
                .isEqualTo(
                        """
                        cib.xml:10:27: error: there is no resource 'adress'
                          <rsc_location id="l" rsc="adress" node="alpha" score="5"/>
                                                    ^~~~~~
                          did you mean 'address'?
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rsc_colocation id='x' rsc='a' with-rsc='no'/>",
                "<rsc_order id='x' first='no' then='a'/>",
                "<rsc_order id='x' first='a' then='no'/>",
                "<rsc_ticket id='x' rsc='no' ticket='t'/>",
                "<rsc_order id='x'><resource_set id='s'><resource_ref id='no'/></resource_set></rsc_order>",
                "<rsc_location id='x' rsc='a'><rule id-ref='no'/></rsc_location>"
            })
    void read_referenceToNothing_isAnError(String constraint) {
        assertThat(read(withResources("<primitive id='a'/>", constraint))).isEmpty();
        assertThat(diagnostics.render()).contains("error: there is no ", " 'no'");
    }

    @Test
    void read_primitiveOfUnknownTemplate_isAnError() {
        assertThat(read(withResources("<primitive id='a' template='t'/>", ""))).isEmpty();
        assertThat(diagnostics.render()).contains("error: there is no resource 't'");
    }

    @Test
    void read_referencesToTemplateTagAndRule_areSound() {
        String text =
                withResources(
                        "<template id='t'/><primitive id='a' template='t'/>",
                        "<rsc_location id='x' rsc='t'><rule id='r' score='-INFINITY'/></rsc_location>"
                                + "<rsc_location id='y' rsc='tag'><rule id-ref='r'/></rsc_location>");
        String tagged =
                text.replace(
                        "</configuration>",
                        "<tags><tag id='tag'><obj_ref id='a'/></tag></tags></configuration>");

        assertThat(read(tagged)).isPresent();
        assertThat(diagnostics.all()).isEmpty();
    }

    @Test
    void read_constraintOnSomethingElse_isAWarning() {
        assertThat(
                        read(
                                withResources(
                                        "<primitive id='a'/>",
                                        "<rsc_order id='x' first='a' then='x'/>")))
                .isPresent();
        assertThat(diagnostics.render()).contains("warning: 'x' is no resource, but a rsc_order");
    }

    @Test
    void read_constraintOnUnknownNode_isAWarning() {
        assertThat(
                        read(
                                withResources(
                                        "<primitive id='a'/>",
                                        "<rsc_location id='x' rsc='a' node='alpa' score='1'/>")))
                .isPresent();
        assertThat(diagnostics.render())
                .contains(
                        "warning: there is no node 'alpa': the constraint has no effect",
                        "did you mean 'alpha'?");
    }

    @Test
    void read_nodesThatAreResources_areKnown() {
        String resources =
                """
                <primitive id="far" class="ocf" provider="pacemaker" type="remote"/>
                <primitive id="vm" class="ocf" provider="heartbeat" type="VirtualDomain">
                  <meta_attributes id="m"><nvpair id="n" name="remote-node" value="guest"/></meta_attributes>
                </primitive>
                """;
        String constraints =
                """
                <rsc_location id="x" rsc="vm" node="far" score="1"/>
                <rsc_location id="y" rsc="vm" node="guest" score="1"/>
                """;

        assertThat(read(withResources(resources, constraints))).isPresent();
        assertThat(diagnostics.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-5", "+5", "INFINITY", "-INFINITY", "+INFINITY", "99999999999"})
    void read_score_isSound(String score) {
        assertThat(read(withResources("", "<rsc_order id='x' score='" + score + "'/>")))
                .isPresent();
        assertThat(diagnostics.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5x", "infinity", "1.5", "high"})
    void read_noScore_isAnError(String score) {
        assertThat(read(withResources("", "<rsc_order id='x' score='" + score + "'/>"))).isEmpty();
        assertThat(diagnostics.render())
                .contains("error: '" + score + "' is no score", "a score is a whole number");
    }

    @Test
    void read_roles_oldAndNewAreKnown() {
        String known =
                "<rsc_order id='x' rsc-role='Master'/><rsc_order id='y' rsc-role='Unpromoted'/>";

        assertThat(read(withResources("", known))).isPresent();
        assertThat(diagnostics.all()).isEmpty();
        assertThat(read(withResources("", "<rsc_order id='x' rsc-role='Promotted'/>"))).isEmpty();
        assertThat(diagnostics.render())
                .contains("error: unknown role 'Promotted'", "did you mean 'Promoted'?");
    }

    @Test
    void read_validationSwitchedOff_onlyWarns() {
        String text =
                withResources(
                                "<primitive id='a'/><primitive id='a'/>",
                                "<rsc_order id='x' first='no'/>")
                        .replace("pacemaker-3.9", "none");

        assertThat(read(text)).isPresent();
        assertThat(diagnostics.render())
                .contains("warning: the id 'a' is taken", "warning: there is no resource 'no'")
                .doesNotContain("error");
    }

    @Test
    void read_unknownElement_isAnErrorWithASuggestion() {
        assertThat(read(withResources("<primitve id='a'/>", ""))).isEmpty();
        assertThat(diagnostics.render())
                .contains(
                        "error: unknown element 'primitve' in 'resources'",
                        "did you mean 'primitive'?");
    }

    @Test
    void read_unknownElement_withoutASchema_isAWarning() {
        String text = withResources("<primitve id='a'/>", "").replace("pacemaker-3.9", "none");

        assertThat(read(text)).isPresent();
        assertThat(diagnostics.render()).contains("warning: unknown element 'primitve'");
    }

    @Test
    void read_errorsOfAnEarlierText_doNotCount() {
        assertThat(read("<cib/>")).isEmpty();
        assertThat(read(withResources("", ""))).isPresent();
    }
}
