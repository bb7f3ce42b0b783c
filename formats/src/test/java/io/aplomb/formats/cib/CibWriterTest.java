package io.aplomb.formats.cib;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CibWriterTest {

    private static final String VALUE_CHARACTERS = "ab &<>\"'\t\n\r;#é€\\/=";

    @Test
    void write_tree_isIndentedByTwo() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("validate-with", "pacemaker-3.9");
        attributes.put("epoch", "1");
        Element cib =
                Element.of("cib", attributes)
                        .withChild(
                                Element.of("configuration", Map.of())
                                        .withChild(Element.of("nodes", Map.of())))
                        .withChild(Element.of("status", Map.of()));

        assertThat(CibWriter.write(cib))
                .isEqualTo(
                        """
                        <cib validate-with="pacemaker-3.9" epoch="1">
                          <configuration>
                            <nodes/>
                          </configuration>
                          <status/>
                        </cib>
                        """);
    }

    @Test
    void write_specialCharacters_areEscaped() {
        assertThat(CibWriter.write(Element.of("a", Map.of("v", "<&>\"'\n\t\r é"))))
                .isEqualTo("<a v=\"&lt;&amp;&gt;&quot;&apos;&#10;&#9;&#13; é\"/>\n");
    }

    @Test
    void write_charactersXmlCannotHave_areReplaced() {
        assertThat(CibWriter.write(Element.of("a", Map.of("v", "x\0\ud800\uffff😀"))))
                .isEqualTo("<a v=\"x\ufffd\ufffd\ufffd😀\"/>\n");
    }

    @Test
    void write_randomTrees_areReadBackTheSame() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Element cib =
                    Element.of("cib", Map.of("validate-with", "none"))
                            .withChild(random(random, "configuration", 4))
                            .withChild(random(random, "status", 4));
            Diagnostics diagnostics = new Diagnostics();

            String text = CibWriter.write(cib);

            assertThat(CibReader.readAsWritten(text, "x", diagnostics).map(CibWriterTest::bare))
                    .as("seed %d: %s", seed, text)
                    .hasValue(cib);
        }
    }

    private static Element random(Random random, String name, int depth) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            StringBuilder value = new StringBuilder();
            for (int j = random.nextInt(8); j > 0; j--) {
                value.append(VALUE_CHARACTERS.charAt(random.nextInt(VALUE_CHARACTERS.length())));
            }
            attributes.put("a" + i, value.toString());
        }
        List<Element> children = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            children.add(random(random, random.nextBoolean() ? "nvpair" : "x-" + i, depth - 1));
        }
        return new Element(name, attributes, children, 0);
    }

    /** The same without lines. */
    static Element bare(Element element) {
        return new Element(
                element.name(),
                element.attributes(),
                element.children().stream().map(CibWriterTest::bare).toList(),
                0);
    }
}
