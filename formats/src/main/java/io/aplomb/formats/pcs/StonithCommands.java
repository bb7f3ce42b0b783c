package io.aplomb.formats.pcs;

import io.aplomb.formats.pcs.ClusterOrder.HistoryAction;
import io.aplomb.formats.pcs.ClusterOrder.Subject;
import java.util.Map;

/** {@code pcs stonith}: devices that switch nodes off. */
final class StonithCommands implements CommandSet {

    private static final String WATCHDOG =
            "SBD is not needed: each node's guard stops its resources when its lease lapses, and"
                    + " feeds the machine's watchdog where there is one";

    private static final Router HISTORY =
            new Router(
                    "stonith history",
                    Map.of(
                            "show", call -> history(HistoryAction.SHOW, call),
                            "cleanup", call -> history(HistoryAction.CLEANUP, call),
                            "update", call -> history(HistoryAction.UPDATE, call)),
                    "show");

    private static final Router ROUTER =
            new Router(
                    "stonith",
                    Map.ofEntries(
                            Map.entry("level", FencingLevels.router()),
                            Map.entry("fence", StonithCommands::fence),
                            Map.entry("confirm", StonithCommands::confirm),
                            Map.entry("history", HISTORY),
                            Map.entry("sbd", call -> ClusterCommands.refused(call, WATCHDOG)),
                            Map.entry("status", StonithCommands::status)),
                    "status");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer status(Call call) {
        return StatusCommands.resources(Subject.FENCING, call);
    }

    /** {@code fence NODE [--off]}. */
    private static PcsAnswer fence(Call call) {
        call.options().only("--off");
        if (call.words().size() != 1) {
            throw InvalidCommand.because("must specify one (and only one) node to fence");
        }
        return ClusterCommands.order(
                new ClusterOrder.Fence(call.word(0), call.options().has("--off")), call);
    }

    /** {@code confirm NODE --force}: whoever says so has looked. */
    private static PcsAnswer confirm(Call call) {
        call.options().only("--force");
        if (call.words().size() != 1) {
            throw InvalidCommand.because("must specify one (and only one) node to confirm fenced");
        }
        if (!call.options().force()) {
            throw InvalidCommand.because(
                    ("If node '%s' is not powered off or it does have access to shared resources,"
                                    + " data corruption and/or cluster failure may occur, use"
                                    + " --force to override")
                            .formatted(call.word(0)));
        }
        return ClusterCommands.order(new ClusterOrder.ConfirmOff(call.word(0)), call);
    }

    private static PcsAnswer history(HistoryAction action, Call call) {
        call.options().only();
        call.expectWords(0, action == HistoryAction.UPDATE ? 0 : 1);
        return ClusterCommands.order(
                new ClusterOrder.FencingHistory(action, call.words().isEmpty() ? "" : call.word(0)),
                call);
    }
}
