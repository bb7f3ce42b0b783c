package io.aplomb.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Command lines that nearly make sense: those of the transcripts with words left out, doubled,
 * exchanged, cut and mixed. None may fail otherwise than with a refusal, and no change may make a
 * base that cannot be read.
 */
final class MutatedCommandsTest {

    private static final int RUNS = 4000;
    private static final long SEED = 20_260_101L;
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-01-01T12:00:00Z");

    private final RecordedAgents agents = new RecordedAgents();
    private final List<List<String>> lines = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    MutatedCommandsTest() {
        for (Transcript transcript : Transcript.all()) {
            for (Transcript.Section section : transcript.sections()) {
                for (Transcript.Step step : section.steps()) {
                    lines.add(step.words());
                    words.addAll(step.words());
                }
            }
        }
    }

    @Test
    void run_mutatedCommandLines_refusesOrLeavesAReadableBase() {
        Random random = new Random(SEED);
        Element cib = Transcript.base("rich");
        for (int run = 0; run < RUNS; run++) {
            if (run % 40 == 0) {
                cib = Transcript.base("rich");
            }
            List<String> line = mutated(random);
            boolean live = random.nextBoolean();
            PcsAnswer answer = run(cib, line, live);
            if (answer instanceof PcsAnswer.Changed changed) {
                checkReadable(changed.cib(), line);
                cib = changed.cib();
            }
        }
    }

    private PcsAnswer run(Element cib, List<String> line, boolean live) {
        try {
            return Pcs.run(new PcsRequest(cib, line, live, NOW, agents));
        } catch (RuntimeException e) {
            throw new AssertionError("pcs " + String.join(" ", line), e);
        }
    }

    private static void checkReadable(Element cib, List<String> line) {
        Diagnostics diagnostics = new Diagnostics();
        assertThat(CibReader.readAsWritten(CibWriter.write(cib), "after", diagnostics))
                .as("pcs " + String.join(" ", line) + "\n" + diagnostics.all())
                .isPresent();
    }

    private List<String> mutated(Random random) {
        List<String> line = new ArrayList<>(lines.get(random.nextInt(lines.size())));
        int changes = random.nextInt(3);
        for (int i = 0; i < changes && !line.isEmpty(); i++) {
            int at = random.nextInt(line.size());
            switch (random.nextInt(5)) {
                case 0 -> line.remove(at);
                case 1 -> line.add(at, line.get(at));
                case 2 -> line.set(at, words.get(random.nextInt(words.size())));
                case 3 -> line.add(at, words.get(random.nextInt(words.size())));
                default -> {
                    String word = line.get(at);
                    line.set(at, word.substring(0, random.nextInt(word.length() + 1)));
                }
            }
        }
        return line;
    }
}
