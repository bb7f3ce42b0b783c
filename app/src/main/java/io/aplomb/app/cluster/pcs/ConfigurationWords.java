package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.tool.Arguments;
import io.aplomb.app.cluster.tool.ClusterAccess;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ElementJson;
import io.aplomb.app.cluster.tool.FileCluster;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.ConfigurationVersion;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The configuration as a whole: what it was, what differs, another one checked and applied, an old
 * one brought back.
 *
 * <p>A version is named by its number ({@code 0.12}) or by how far back it is ({@code 1} is the one
 * before the current).
 */
public final class ConfigurationWords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private final InstantSource clock;

    /**
     * @param clock for the simulation of what a change leads to
     */
    public ConfigurationWords(InstantSource clock) {
        this.clock = clock;
    }

    /** By the first words that lead to them. */
    public Map<String, Tool> words() {
        Map<String, Tool> words = new LinkedHashMap<>();
        words.put("config history", this::history);
        words.put("config checkpoint", this::checkpoint);
        words.put("config diff", this::diff);
        words.put("config apply", this::apply);
        words.put("config rollback", this::rollback);
        return words;
    }

    private int history(ToolCall call) throws CommandFailure, InterruptedException {
        Arguments arguments = Arguments.of(call.words(), Set.of(), Set.of("--output-format"));
        List<ConfigurationVersion> newestFirst = call.cluster().agreed().history().reversed();
        if (arguments.value("--output-format").orElse("text").equals("json")) {
            List<Element> elements = new ArrayList<>();
            for (ConfigurationVersion version : newestFirst) {
                elements.add(
                        Element.of("version", Map.of())
                                .with("number", version.version())
                                .with("time", Instant.ofEpochMilli(version.atMs()).toString())
                                .with("author", version.author())
                                .with("comment", version.comment()));
            }
            call.print(ElementJson.of(Element.of("history", Map.of()).withChildren(elements)));
            return 0;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < newestFirst.size(); i++) {
            ConfigurationVersion version = newestFirst.get(i);
            text.append(
                    "%3d  %-8s %s  %-16s %s%n"
                            .formatted(
                                    i,
                                    version.version(),
                                    TIME.format(Instant.ofEpochMilli(version.atMs())),
                                    version.author(),
                                    version.comment()));
        }
        call.print(text.isEmpty() ? "The configuration was not changed yet.\n" : text.toString());
        return 0;
    }

    /** The words of pcs for the same. */
    int checkpoint(ToolCall call) throws CommandFailure, InterruptedException {
        List<String> words = call.words();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        ToolCall inner = new ToolCall(call.caller(), rest, call.cluster());
        return switch (words.isEmpty() ? "list" : words.getFirst()) {
            case "list" -> history(inner);
            case "view" -> view(inner);
            case "diff" -> diff(inner);
            case "restore" -> rollback(inner);
            default ->
                    throw CommandFailure.because(
                            "unknown command 'config checkpoint "
                                    + words.getFirst()
                                    + "', it is one of: list, view, diff, restore");
        };
    }

    private int view(ToolCall call) throws CommandFailure, InterruptedException {
        String name = word(call, 0);
        call.print(CibWriter.write(find(call.cluster().agreed(), name).configuration()));
        return 0;
    }

    private static String word(ToolCall call, int index) throws CommandFailure {
        if (index >= call.words().size()) {
            throw CommandFailure.because("name a version, one of: aplomb config history");
        }
        return call.words().get(index);
    }

    private static ConfigurationVersion find(ClusterState state, String name)
            throws CommandFailure {
        List<ConfigurationVersion> versions = state.history();
        for (ConfigurationVersion version : versions) {
            if (version.version().equals(name)) {
                return version;
            }
        }
        if (name.equals("live") && !versions.isEmpty()) {
            return versions.getLast();
        }
        if (name.matches("[0-9]{1,4}") && Integer.parseInt(name) < versions.size()) {
            return versions.reversed().get(Integer.parseInt(name));
        }
        throw CommandFailure.because(
                "there is no version '%s'; see: aplomb config history".formatted(name));
    }

    private int diff(ToolCall call) throws CommandFailure, InterruptedException {
        Arguments arguments = Arguments.of(call.words(), Set.of(), Set.of());
        List<String> words = arguments.words();
        ClusterState state = call.cluster().agreed();
        ConfigurationVersion before = find(state, words.isEmpty() ? "1" : words.getFirst());
        ConfigurationVersion after = find(state, words.size() < 2 ? "live" : words.get(1));
        call.print(
                TextDifference.of(
                        CibWriter.write(before.configuration()),
                        CibWriter.write(after.configuration()),
                        title(before),
                        title(after)));
        return 0;
    }

    private static String title(ConfigurationVersion version) {
        return "%s\t%s\t%s"
                .formatted(
                        version.version(),
                        TIME.format(Instant.ofEpochMilli(version.atMs())),
                        version.comment());
    }

    private int apply(ToolCall call) throws CommandFailure, InterruptedException {
        Arguments arguments = Arguments.of(call.words(), Set.of("--dry-run", "--wait"), Set.of());
        if (arguments.words().size() != 1) {
            throw CommandFailure.because(
                    "name one file with a cluster information base, or - for standard input");
        }
        String path = arguments.words().getFirst();
        Element wanted = FileCluster.read(call.caller(), path);
        return take(
                call,
                arguments,
                call.cluster().cib(),
                wanted.childOrEmpty("configuration"),
                "config apply " + path);
    }

    private int rollback(ToolCall call) throws CommandFailure, InterruptedException {
        Arguments arguments = Arguments.of(call.words(), Set.of("--dry-run", "--wait"), Set.of());
        String name = arguments.words().isEmpty() ? "1" : arguments.words().getFirst();
        // One state for both: "the one before" is the one before what is replaced.
        ClusterState state = call.cluster().agreed();
        ConfigurationVersion version = find(state, name);
        return take(
                call,
                arguments,
                state.cib(),
                version.configuration(),
                "config rollback to " + version.version());
    }

    /** Checked as a whole, told what it leads to, then taken as a whole. */
    private int take(
            ToolCall call,
            Arguments arguments,
            Element current,
            Element configuration,
            String comment)
            throws CommandFailure, InterruptedException {
        OptionalLong wait = arguments.waitSeconds();
        Element nodes =
                membersOf(
                        current.childOrEmpty("configuration").childOrEmpty("nodes"),
                        configuration.childOrEmpty("nodes"));
        Element kept = configuration.withChanged(child -> child.is("nodes"), nodes, _ -> nodes);
        Element changed = current.withChanged(child -> child.is("configuration"), kept, _ -> kept);
        check(changed);
        String difference =
                TextDifference.of(
                        CibWriter.write(current.childOrEmpty("configuration")),
                        CibWriter.write(kept),
                        "the configuration now",
                        comment);
        if (difference.isEmpty()) {
            call.print("The configuration is this one already.\n");
            return 0;
        }
        String actions = actions(changed);
        call.print(actions.isEmpty() ? "No resource is touched.\n" : actions);
        if (arguments.has("--dry-run")) {
            call.print(difference);
            return 0;
        }
        if (call.cluster().store(current, changed, comment) == ClusterAccess.Stored.OUTDATED) {
            throw CommandFailure.because(
                    "the configuration was changed by somebody else meanwhile; look again");
        }
        if (wait.isPresent()) {
            Waiting.untilIdle(call.cluster().node(), wait.getAsLong());
        }
        return 0;
    }

    /**
     * Who belongs to the cluster is no matter of its configuration; what is said of those who do
     * is.
     */
    private static Element membersOf(Element current, Element wanted) {
        return current.withChildren(
                current.children().stream()
                        .map(
                                node ->
                                        wanted.children().stream()
                                                .filter(
                                                        other ->
                                                                node.attribute("uname", "")
                                                                        .equals(
                                                                                other.attribute(
                                                                                        "uname")))
                                                .findFirst()
                                                .map(other -> other.with("id", node.id()))
                                                .orElse(node))
                        .toList());
    }

    private static void check(Element cib) throws CommandFailure {
        Diagnostics diagnostics = new Diagnostics();
        Optional<Element> read = CibReader.read(CibWriter.write(cib), "configuration", diagnostics);
        if (read.isEmpty()) {
            throw new CommandFailure(
                    1,
                    List.of(
                            "Error: nothing was changed: the configuration is not valid",
                            diagnostics.render().stripTrailing()));
        }
    }

    private String actions(Element cib) {
        return Scheduler.decide(
                        cib, OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()))
                .summary();
    }
}
