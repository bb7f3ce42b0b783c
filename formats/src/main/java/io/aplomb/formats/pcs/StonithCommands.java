package io.aplomb.formats.pcs;

import io.aplomb.formats.pcs.ClusterOrder.HistoryAction;
import io.aplomb.formats.pcs.ClusterOrder.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code pcs stonith}: devices that switch nodes off. */
final class StonithCommands implements CommandSet {

    private static final String CLASS = "stonith:";
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
                            Map.entry("create", ResourceCreate::device),
                            Map.entry("update", ResourceUpdate::update),
                            Map.entry("meta", ResourceUpdate::meta),
                            Map.entry("delete", new ResourceDelete()),
                            Map.entry("remove", new ResourceDelete()),
                            Map.entry("enable", ResourceSwitch::enable),
                            Map.entry("disable", StonithCommands::disable),
                            Map.entry("list", StonithCommands::list),
                            Map.entry(
                                    "op",
                                    new Router(
                                            "stonith op",
                                            Map.of(
                                                    "add", OperationCommands::add,
                                                    "delete", OperationCommands::delete,
                                                    "remove", OperationCommands::delete))),
                            Map.entry("config", StonithCommands::config),
                            Map.entry("describe", StonithCommands::describe),
                            Map.entry("show", ResourceRuntime::show),
                            Map.entry("level", FencingLevels.router()),
                            Map.entry("fence", StonithCommands::fence),
                            Map.entry("confirm", StonithCommands::confirm),
                            Map.entry("history", HISTORY),
                            Map.entry("sbd", call -> ClusterCommands.refused(call, WATCHDOG)),
                            Map.entry("status", StonithCommands::status)),
                    "status");

    /** Commands that are those of {@code pcs resource}. */
    private static final Set<String> OF_RESOURCES =
            Set.of("cleanup", "refresh", "failcount", "defaults");

    @Override
    public PcsAnswer run(Call call) {
        boolean shared =
                !call.words().isEmpty()
                        && (OF_RESOURCES.contains(call.word(0))
                                || (call.words().size() > 1
                                        && call.word(0).equals("op")
                                        && call.word(1).equals("defaults")));
        return shared ? new ResourceCommands().run(call) : ROUTER.run(call);
    }

    /** {@code config [--output-format text|cmd|json] [DEVICE...]}, levels behind in text. */
    private static PcsAnswer config(Call call) {
        boolean text = call.options().outputFormat("cmd", "json", "text").equals("text");
        if (!text) {
            call.reports().warning("Only 'text' output format is supported for stonith levels");
        }
        PcsAnswer answer = ResourceConfig.stonith(call);
        List<String> levels = text ? FencingLevels.lines(call.cib()) : List.of();
        if (levels.isEmpty() || !(answer instanceof PcsAnswer.Printed printed)) {
            return answer;
        }
        StringBuilder out = new StringBuilder(printed.output()).append("\nFencing Levels:\n");
        levels.forEach(line -> out.append(' ').append(line).append('\n'));
        return call.printed(out.toString());
    }

    /** {@code describe AGENT [--full]}. */
    private static PcsAnswer describe(Call call) {
        call.options().only("--full");
        call.expectWords(1, 1);
        return AgentCommands.describe(AgentName.parse(CLASS + call.word(0)), call);
    }

    private static PcsAnswer disable(Call call) {
        boolean checked =
                Stream.of("--safe", "--no-strict", "--simulate").anyMatch(call.options()::has);
        if (checked && !call.words().isEmpty()) {
            call.reports()
                    .deprecation(
                            "Options '--safe', '--no-strict' and '--simualte' are deprecated and"
                                    + " will be removed in a future release.");
        }
        return ResourceSwitch.disable(call);
    }

    /** {@code list [FILTER] [--nodesc]}. */
    private static PcsAnswer list(Call call) {
        call.options().only("--nodesc");
        call.expectWords(0, 1);
        String filter = call.words().isEmpty() ? "" : call.word(0).toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder();
        for (String name : call.agents().names().stream().sorted().toList()) {
            if (!name.startsWith(CLASS) || !name.toLowerCase(Locale.ROOT).contains(filter)) {
                continue;
            }
            out.append(name.substring(CLASS.length()));
            String description = call.options().has("--nodesc") ? "" : description(name, call);
            out.append(description.isEmpty() ? "" : " - " + description).append('\n');
        }
        if (out.isEmpty()) {
            throw InvalidCommand.because(
                    filter.isEmpty()
                            ? "No stonith agents available. Do you have fence agents installed?"
                            : "No stonith agents matching the filter.");
        }
        return call.printed(out.toString());
    }

    private static String description(String name, Call call) {
        return call.agents().lookup(name) instanceof AgentCatalog.Found(AgentMetadata metadata)
                ? metadata.shortDescription().replace('\n', ' ')
                : "";
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
