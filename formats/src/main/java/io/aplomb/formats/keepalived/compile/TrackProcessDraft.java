package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.model.vrrp.TrackProcess.ParameterMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code vrrp_track_process} as written. */
final class TrackProcessDraft {

    private static final int MAX_QUORUM = 65_535;
    private static final double MAX_DELAY_SECONDS = 3_600;

    final Word name;
    private final List<String> command = new ArrayList<>();
    private @Nullable ParameterMatch match;
    private boolean fullCommand;

    /** The manual says 1; keepalived 2.2.7 goes to its fault state, so means 0. */
    private Weights.Weight weight = new Weights.Weight(0, false);

    private int quorum = 1;
    private int quorumMax = Integer.MAX_VALUE;
    private @Nullable Word quorumMaxWord;
    private long forkDelayNs;
    private long terminateDelayNs;

    TrackProcessDraft(Word name) {
        this.name = name;
    }

    static Registry<TrackProcessDraft> registry() {
        Registry<TrackProcessDraft> registry = new Registry<>(Scope.VRRP_TRACK_PROCESS);
        registry.on(
                "process",
                (line, draft) -> {
                    draft.command.clear();
                    draft.command.add(line.takeTerm("a command").decoded());
                    while (line.hasNext()) {
                        draft.command.add(line.takeTerm("a parameter").decoded());
                    }
                });
        registry.on(
                "param_match",
                (line, draft) -> {
                    Word word = line.take("initial or partial");
                    draft.match =
                            switch (word.text()) {
                                case "initial" -> ParameterMatch.INITIAL;
                                case "partial" -> ParameterMatch.PARTIAL;
                                default ->
                                        throw line.unknown(
                                                word, "match", List.of("initial", "partial"));
                            };
                });
        registry.on("full_command", (_, draft) -> draft.fullCommand = true);
        registry.on("weight", (line, draft) -> draft.weight = Weights.read(line, 254));
        registry.on(
                "quorum",
                (line, draft) -> draft.quorum = (int) line.integer("a number", 1, MAX_QUORUM));
        registry.on(
                "quorum_max",
                (line, draft) -> {
                    draft.quorumMaxWord = line.keyword();
                    draft.quorumMax = (int) line.integer("a number", 0, MAX_QUORUM);
                });
        delays(registry);
        return registry;
    }

    private static void delays(Registry<TrackProcessDraft> registry) {
        registry.on(
                "fork_delay",
                (line, draft) -> draft.forkDelayNs = line.seconds("s", 0, MAX_DELAY_SECONDS));
        registry.on(
                "terminate_delay",
                (line, draft) -> draft.terminateDelayNs = line.seconds("s", 0, MAX_DELAY_SECONDS));
        registry.on(
                "delay",
                (line, draft) -> {
                    draft.forkDelayNs = line.seconds("s", 0, MAX_DELAY_SECONDS);
                    draft.terminateDelayNs = draft.forkDelayNs;
                });
    }

    /** Null when no process is named; that is reported. */
    @Nullable TrackProcess build(Diagnostics diagnostics) {
        if (command.isEmpty()) {
            diagnostics.error(
                    name.position(),
                    name.width(),
                    "vrrp_track_process '%s' has no process".formatted(name.text()),
                    "write process NAME");
            return null;
        }
        // With a most of 0 the process must not run at all: no least is meant then.
        int least = quorumMax == 0 ? 0 : quorum;
        if (quorumMaxWord != null && least > quorumMax) {
            diagnostics.error(
                    quorumMaxWord.position(),
                    quorumMaxWord.width(),
                    "quorum_max is below quorum: it never succeeds");
        }
        List<String> parameters = command.subList(1, command.size());
        return new TrackProcess(
                name.text(),
                command.getFirst(),
                parameters,
                parameterMatch(parameters),
                fullCommand || !parameters.isEmpty() || match != null,
                weight.value(),
                weight.reverse(),
                least,
                quorumMax,
                forkDelayNs,
                terminateDelayNs,
                name.position());
    }

    /** {@code param_match} without parameters means that there are none (manual). */
    private ParameterMatch parameterMatch(List<String> parameters) {
        if (parameters.isEmpty()) {
            return match == null ? ParameterMatch.NONE : ParameterMatch.EXACT;
        }
        return match == null ? ParameterMatch.EXACT : match;
    }
}
