package io.aplomb.cluster.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.simulate.WhatIf;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told, compared with files to read; APLOMB_GOLDEN_RECORD=true writes them. */
class ExplanationTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/aplomb/cluster/explain");
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-01T12:00:00Z");
    private static final Map<Language, String> ENDINGS =
            Map.of(Language.ENGLISH, ".en.txt", Language.FRENCH, ".fr.txt");

    private static Element state() throws IOException {
        String text = Files.readString(FOLDER.resolve("shop.xml"));
        return CibReader.read(text, "shop.xml", new Diagnostics()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vip", "web", "archive", "node1", "node2", "node4"})
    void explanations_areThoseOfTheFiles(String name) throws IOException {
        for (Map.Entry<Language, String> ending : ENDINGS.entrySet()) {
            String told = Explanation.of(state(), NOW, name, ending.getKey()).orElseThrow();
            Path file = FOLDER.resolve(name + ending.getValue());
            if (Boolean.parseBoolean(System.getenv("APLOMB_GOLDEN_RECORD"))) {
                Files.writeString(file, told);
            }
            assertThat(file).hasContent(told);
        }
    }

    @Test
    void exampleOfThePage_isWhatIsTold() throws IOException {
        String told = Explanation.of(state(), NOW, "vip", Language.ENGLISH).orElseThrow();
        assertThat(Path.of("../docs/scheduler.md")).content().contains(told);
    }

    @Test
    void decisionOfThePage_isWhatIsDecided() throws IOException {
        var time =
                new WhatIf.Time(
                        NOW, WhatIf.Time.Origin.OPTION, Optional.of("2026-03-01T12:00:00Z"));
        var question =
                new WhatIf.Question(
                        time, WhatIf.Depth.SIMULATE, List.of(), List.of(), false, false);
        assertThat(Path.of("../docs/scheduler.md"))
                .content()
                .contains(WhatIf.ask(state(), question).text().stripTrailing().replace('\t', ' '));
    }

    @Test
    void unknownNames_areNotExplained() throws IOException {
        assertThat(Explanation.of(state(), NOW, "nobody", Language.ENGLISH)).isEmpty();
    }
}
