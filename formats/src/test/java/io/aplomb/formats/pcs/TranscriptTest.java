package io.aplomb.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.formats.GoldenFiles;
import io.aplomb.model.cib.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Command lines give what pcs 0.11.5 gives. With {@code APLOMB_GOLDEN_RECORD=true} the files are
 * written anew from the real program; with {@code APLOMB_PCS_ALL=true} all of them are compared
 * with it, else the first few commands of each: it takes most of a second for every one. {@code
 * APLOMB_OURS} names a directory for what this program gives, to compare with a tool.
 */
final class TranscriptTest {

    private static final int SAMPLE = 2;

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-01-01T12:00:00Z");

    private final RecordedAgents agents = new RecordedAgents();

    static List<Transcript> transcripts() {
        return Transcript.all();
    }

    private Outcome ours(Element cib, Transcript.Step step) {
        return Outcome.of(
                Pcs.run(new PcsRequest(cib, step.words(), step.isLive(), NOW, agents)), cib);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void run_commandLines_giveWhatTheTranscriptSays(Transcript transcript) throws IOException {
        String expected = transcript.text();
        for (Transcript.Section section : transcript.sections()) {
            Element cib = Transcript.base(section.base());
            for (Transcript.Step step : section.steps()) {
                Outcome outcome = ours(cib, step);
                replace(step, outcome.block(cib, step.isCompared()));
                cib = outcome.after();
            }
        }
        String actual = System.getenv("APLOMB_OURS");
        if (actual != null) {
            Files.writeString(Path.of(actual, transcript.toString()), transcript.text());
        }
        assertThat(transcript.text()).isEqualTo(expected);
    }

    private static void replace(Transcript.Step step, List<String> block) {
        step.block().clear();
        step.block().addAll(block);
    }

    @Test
    void transcripts_realProgram_saysTheSame(@TempDir Path directory)
            throws IOException, InterruptedException {
        String absence = RealPcs.absence(directory);
        Assumptions.assumeTrue(absence.isEmpty(), absence);
        RealPcs real = new RealPcs(directory);
        boolean all = GoldenFiles.isRecording() || "true".equals(System.getenv("APLOMB_PCS_ALL"));
        String only = System.getenv("APLOMB_PCS_ONLY");
        for (Transcript transcript : Transcript.all()) {
            if (only != null && !transcript.toString().startsWith(only)) {
                continue;
            }
            String expected = transcript.text();
            if (all) {
                for (Transcript.Section section : transcript.sections()) {
                    runReal(section, Integer.MAX_VALUE, real);
                }
            } else {
                runReal(transcript.sections().getFirst(), SAMPLE, real);
            }
            if (GoldenFiles.isRecording()) {
                Files.writeString(transcript.file(), transcript.text());
            } else {
                assertThat(transcript.text()).isEqualTo(expected);
            }
        }
    }

    private void runReal(Transcript.Section section, int atMost, RealPcs real)
            throws IOException, InterruptedException {
        Element cib = Transcript.base(section.base());
        List<Transcript.Step> steps = section.steps();
        for (Transcript.Step step : steps.subList(0, Math.min(atMost, steps.size()))) {
            Outcome outcome = step.isCompared() ? real.run(cib, step.words()) : ours(cib, step);
            replace(step, outcome.block(cib, step.isCompared()));
            cib = outcome.after();
        }
    }
}
