package io.aplomb.cluster.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Pacemaker 2.1.5 decided for 270 states, and what is decided here. */
class PacemakerCorpusTest {

    /**
     * States decided otherwise, or told otherwise. docs/scheduler.md has the reasons; the list may
     * only become shorter.
     */
    private static final Set<String> KNOWN_DIFFERENCES = Set.of("promoted-with-blocked");

    @Test
    void decisions_ofTheCorpus_areThoseOfPacemaker() throws IOException {
        Path folder = corpus();
        assumeTrue(Files.exists(folder), "no " + folder + " here");
        List<String> different = new ArrayList<>();
        int exact = 0;
        for (Path file : states(folder)) {
            String name = file.getFileName().toString().replace(".xml", "");
            Path expected = folder.resolve("summary/" + name + ".summary");
            if (report(file).equals(Files.readString(expected))) {
                exact++;
            } else {
                different.add(name);
            }
        }
        System.out.println("scheduler corpus: " + exact + " exact, others: " + different);
        assertThat(different).isSubsetOf(KNOWN_DIFFERENCES);
    }

    private static Path corpus() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("mvnw")) && here.getParent() != null) {
            here = here.getParent();
        }
        return here.resolveSibling("shared/golden/pacemaker");
    }

    private static List<Path> states(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("xml"))) {
            return files.sorted().toList();
        }
    }

    private static String report(Path file) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        Element cib =
                CibReader.read(Files.readString(file), file.toString(), diagnostics)
                        .orElseThrow(() -> new AssertionError(diagnostics.render()));
        String date = cib.attribute("execution-date");
        Instant now = date == null ? Instant.now() : Instant.ofEpochSecond(Long.parseLong(date));
        var time =
                new WhatIf.Time(
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
                        date == null ? WhatIf.Time.Origin.CLOCK : WhatIf.Time.Origin.STATE,
                        Optional.empty());
        return WhatIf.ask(
                        cib,
                        new WhatIf.Question(
                                time, WhatIf.Depth.SIMULATE, List.of(), List.of(), false, false))
                .text();
    }
}
