package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Commands of {@code pcs resource} that only a running cluster can carry out. */
final class ResourceRuntime {

    private ResourceRuntime() {}

    static PcsAnswer status(Call call) {
        return status(call, false);
    }

    /**
     * {@code status} of resources or of fence devices.
     *
     * @param stonith whether of devices
     */
    static PcsAnswer status(Call call, boolean stonith) {
        call.options().only("-f", "--hide-inactive");
        call.expectWords(0, 2);
        String id =
                call.words().stream().filter(word -> !word.contains("=")).findFirst().orElse("");
        List<String> options = call.words().stream().filter(word -> !word.equals(id)).toList();
        Map<String, String> pairs = Words.pairs(options, Set.of("node"));
        String node = pairs.getOrDefault("node", "");
        if (pairs.containsKey("node") && node.isEmpty()) {
            throw InvalidCommand.because("missing value of 'node' option");
        }
        if (!id.isEmpty() && !isResourceOrTag(id, call)) {
            throw InvalidCommand.because("resource or tag id '" + id + "' not found");
        }
        return call.delegated(
                new RuntimeRequest.ShowResources(
                        id, node, call.options().has("--hide-inactive"), stonith));
    }

    private static boolean isResourceOrTag(String id, Call call) {
        return new ResourceTree(call.cib()).find(id).isPresent()
                || call.cib().find(id, Set.of("tag")).isPresent();
    }

    /** Of pcs 0.9. */
    static PcsAnswer show(Call call) {
        Options options = call.options();
        options.only("-f", "--full", "--groups", "--hide-inactive");
        String replacement =
                options.has("--groups")
                        ? "pcs resource group list"
                        : options.has("--full") || !call.words().isEmpty()
                                ? "pcs resource config"
                                : "pcs resource status";
        call.reports().deprecation("This command has been replaced with '" + replacement + "'.");
        Map<String, String> rest = new TreeMap<>(options.values());
        rest.remove("--full");
        rest.remove("--groups");
        Call changed =
                new Call(
                        call.request(),
                        call.words(),
                        new Options(rest),
                        call.reports(),
                        call.cib());
        return switch (replacement) {
            case "pcs resource group list" -> GroupCommands.list(changed);
            case "pcs resource config" -> ResourceConfig.resources(changed);
            default -> status(changed, false);
        };
    }

    static PcsAnswer restart(Call call) {
        call.options().only("--wait");
        if (call.words().isEmpty()) {
            throw InvalidCommand.because("You must specify a resource to restart");
        }
        call.expectWords(1, 2);
        warnOfStonith(call);
        String id = call.word(0);
        ResourceTree tree = new ResourceTree(call.cib());
        Element resource =
                tree.find(id)
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "Resource '" + id + "' does not exist"));
        Optional<Element> outer =
                tree.parentClone(id)
                        .or(() -> tree.parent(id).filter(parent -> parent.is("bundle")));
        if (outer.isPresent()) {
            call.reports()
                    .warning(
                            "using "
                                    + outer.get().id()
                                    + "... (if a resource is a clone or bundle you must use the"
                                    + " clone or bundle name)");
        }
        Element restarted = outer.orElse(resource);
        String node = call.words().size() > 1 ? call.word(1) : "";
        if (!node.isEmpty() && !ResourceTree.isClone(restarted) && !restarted.is("bundle")) {
            throw InvalidCommand.because(
                    "can only restart on a specific node for a clone or bundle resource");
        }
        return call.delegated(
                new RuntimeRequest.RestartResource(restarted.id(), node, seconds(call)));
    }

    private static long seconds(Call call) {
        Optional<String> given = call.options().value("--wait");
        if (given.isEmpty()) {
            return 0;
        }
        if (given.get().isEmpty()) {
            throw InvalidCommand.because("You must specify the number of seconds to wait");
        }
        OptionalLong seconds = Interval.seconds(given.get());
        return seconds.orElseThrow(
                () ->
                        InvalidCommand.because(
                                "'" + given.get() + "' is not a valid number of seconds to wait"));
    }

    private static void warnOfStonith(Call call) {
        if (!call.words().isEmpty()
                && new ResourceTree(call.cib()).isAnyStonith(List.of(call.word(0)))) {
            call.reports().deprecation(StonithMismatch.of("stonith resources"));
        }
    }

    /** {@code debug-start} and the like. */
    static CommandSet debug(String action) {
        return call -> debug(call, action);
    }

    private static PcsAnswer debug(Call call, String action) {
        String command = "debug-" + action;
        call.options().only("--force", "--full");
        if (call.words().isEmpty()) {
            throw InvalidCommand.because("You must specify a resource to " + command);
        }
        call.expectWords(1, 1);
        warnOfStonith(call);
        String id = call.word(0);
        Element resource =
                new ResourceTree(call.cib())
                        .find(id)
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "unable to find a resource/clone/group/bundle: "
                                                        + id));
        List<String> inner = ResourceTree.inner(resource).stream().map(Element::id).toList();
        if (resource.is("group")) {
            throw InvalidCommand.because(
                    "unable to %s a group, try one of the group's resource(s) (%s)"
                            .formatted(command, String.join(",", inner)));
        }
        if (!resource.is("primitive")) {
            String kind = ResourceTree.kindOf(resource.name());
            throw InvalidCommand.because(
                    "unable to %s a %s%s"
                            .formatted(
                                    command,
                                    kind,
                                    inner.isEmpty()
                                            ? ""
                                            : ", try the "
                                                    + kind
                                                    + "'s resource: "
                                                    + inner.getFirst()));
        }
        if (ResourceTree.isStonith(resource)) {
            throw InvalidCommand.because("stonith devices are not supported");
        }
        return call.delegated(
                new RuntimeRequest.RunAction(
                        id, action, call.options().has("--full"), call.options().force()));
    }

    static PcsAnswer relocate(Call call, boolean dry) {
        if (dry) {
            call.options().only("-f");
        } else {
            call.options().only();
        }
        warnOfStonith(call);
        ResourceTree tree = new ResourceTree(call.cib());
        List<String> missing = call.words().stream().filter(id -> tree.find(id).isEmpty()).toList();
        missing.forEach(id -> call.reports().error("unable to find a resource/clone/group: " + id));
        call.reports().stopOnErrorsQuietly();
        return call.delegated(new RuntimeRequest.Relocate(call.words(), dry));
    }

    static PcsAnswer showRelocation(Call call) {
        call.options().only();
        call.expectWords(0, 0);
        return call.delegated(new RuntimeRequest.ShowRelocation());
    }
}
