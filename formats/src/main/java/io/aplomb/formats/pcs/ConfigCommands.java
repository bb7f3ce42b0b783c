package io.aplomb.formats.pcs;

import io.aplomb.formats.cib.CibWriter;
import io.aplomb.formats.pcs.ClusterOrder.CheckpointAction;
import java.util.Map;
import java.util.Optional;

/** {@code pcs config}: the whole configuration, its backups and its history. */
final class ConfigCommands implements CommandSet {

    private static final String LIVE = "live";

    private static final Router CHECKPOINTS =
            new Router(
                    "config checkpoint",
                    Map.of(
                            "list",
                            ConfigCommands::list,
                            "view",
                            call -> one(CheckpointAction.VIEW, call),
                            "restore",
                            call -> one(CheckpointAction.RESTORE, call),
                            "diff",
                            ConfigCommands::difference),
                    "list");

    private static final Router ROUTER =
            new Router(
                    "config",
                    Map.of(
                            "show", ConfigText::show,
                            "backup", ConfigCommands::backup,
                            "restore", ConfigCommands::restore,
                            "checkpoint", CHECKPOINTS,
                            "history", CHECKPOINTS),
                    "show");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    /** {@code backup [FILE]}: the base as a file, which {@code restore} takes. */
    private static PcsAnswer backup(Call call) {
        call.options().only("--force");
        call.expectWords(0, 1);
        String text = CibWriter.write(call.cib().root());
        return call.words().isEmpty()
                ? call.printed(text)
                : ClusterCommands.order(new ClusterOrder.WriteFile(call.word(0), text), call);
    }

    private static PcsAnswer restore(Call call) {
        call.options().only("--local", "--request-timeout");
        call.expectWords(1, 1);
        if (call.options().has("--local")) {
            throw InvalidCommand.because(
                    "'--local' has no meaning in Aplomb",
                    "there is one configuration, which all nodes have");
        }
        return ClusterCommands.order(new ClusterOrder.RestoreConfiguration(call.word(0)), call);
    }

    private static PcsAnswer list(Call call) {
        call.options().only("--output-format");
        call.expectWords(0, 0);
        return ClusterCommands.order(
                new ClusterOrder.Checkpoint(CheckpointAction.LIST, "", ""), call);
    }

    private static PcsAnswer one(CheckpointAction action, Call call) {
        call.options().only();
        call.expectWords(1, 1);
        return ClusterCommands.order(
                new ClusterOrder.Checkpoint(action, number(call.word(0)), ""), call);
    }

    private static PcsAnswer difference(Call call) {
        call.options().only();
        call.expectWords(2, 2);
        return ClusterCommands.order(
                new ClusterOrder.Checkpoint(
                        CheckpointAction.DIFF, number(call.word(0)), number(call.word(1))),
                call);
    }

    private static String number(String word) {
        return Optional.of(word)
                .filter(given -> given.equals(LIVE) || given.matches("\\d{1,9}"))
                .orElseThrow(
                        () ->
                                InvalidCommand.because(
                                        OptionChecks.invalidValue(
                                                word, "checkpoint", "a number or '" + LIVE + "'")));
    }
}
