package io.aplomb.app.cluster.tools;

import io.aplomb.app.cluster.tool.ClusterAccess;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.Command;
import io.aplomb.model.cib.Element;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The programs {@code crm_attribute}, {@code crm_master} and {@code attrd_updater}. */
public final class AttributeTools {
    /** Pacemaker's exit code for what is not there. */
    private static final int NO_SUCH = 105;

    private static final int MAX_TRIES = 10;
    private static final String OPTIONS = "cib-bootstrap-options";

    private AttributeTools() {}

    /** {@code crm_attribute}. */
    public static int attribute(ToolCall call) throws CommandFailure, InterruptedException {
        Options options =
                Options.parse(
                        "crm_attribute",
                        call.words(),
                        "n:name=",
                        "v:update=",
                        "D:delete",
                        "G:query",
                        "N:node=",
                        "U:uname=",
                        "l:lifetime=",
                        "t:type=",
                        "d:default=",
                        "q:quiet",
                        "Q:Quiet",
                        "p:promotion=",
                        "V:verbose");
        String instance = call.caller().request().environment("OCF_RESOURCE_INSTANCE", "");
        Optional<String> promotion = options.value("promotion");
        String name =
                promotion
                        .map(of -> "master-" + (of.isEmpty() ? instance : of))
                        .or(() -> options.value("name"))
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                64, List.of("crm_attribute: name it with -n")));
        boolean ofNode =
                promotion.isPresent()
                        || options.has("node")
                        || options.has("uname")
                        || options.has("lifetime")
                        || "nodes".equals(options.value("type").orElse(""))
                        || "status".equals(options.value("type").orElse(""));
        if (!ofNode) {
            return property(call, options, name);
        }
        String node =
                options.value("node")
                        .or(() -> options.value("uname"))
                        .orElse(call.cluster().isLive() ? call.cluster().node().self() : "");
        boolean passing =
                promotion.isPresent()
                        || "reboot".equals(options.value("lifetime").orElse(""))
                        || "status".equals(options.value("type").orElse(""));
        return passing
                ? transientAttribute(call, options, node, name)
                : lasting(call, options, node, name);
    }

    /** {@code crm_master}: the promotion score of the resource whose agent asks. */
    public static int master(ToolCall call) throws CommandFailure, InterruptedException {
        Options options =
                Options.parse(
                        "crm_master",
                        call.words(),
                        "v:update=",
                        "D:delete",
                        "G:query",
                        "N:node=",
                        "l:lifetime=",
                        "r:resource=",
                        "d:default=",
                        "q:quiet",
                        "Q:Quiet");
        String resource =
                options.value("resource")
                        .orElse(call.caller().request().environment("OCF_RESOURCE_INSTANCE", ""));
        return transientAttribute(
                call,
                options,
                options.value("node").orElse(call.cluster().node().self()),
                "master-" + resource);
    }

    /** {@code attrd_updater}. */
    public static int updater(ToolCall call) throws CommandFailure, InterruptedException {
        Options options =
                Options.parse(
                        "attrd_updater",
                        call.words(),
                        "n:name=",
                        "U:update=",
                        "v:update-old=",
                        "B:update-both=",
                        "D:delete",
                        "Q:query",
                        "R:refresh",
                        "N:node=",
                        "d:delay=",
                        "A:all",
                        "p:private",
                        "q:quiet");
        if (options.has("refresh")) {
            return 0;
        }
        String name =
                options.value("name")
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                64,
                                                List.of(
                                                        "attrd_updater: Command requires --name"
                                                                + " argument")));
        String node = options.value("node").orElse(call.cluster().node().self());
        if (options.has("query")) {
            String value = transientValue(call, node, name).orElseThrow(AttributeTools::missing);
            call.print("name=\"%s\" host=\"%s\" value=\"%s\"%n".formatted(name, node, value));
            return 0;
        }
        Optional<String> value =
                options.value("update")
                        .or(() -> options.value("update-old"))
                        .or(() -> options.value("update-both"));
        set(call, node, name, options.has("delete") ? Optional.empty() : value);
        return 0;
    }

    private static CommandFailure missing() {
        return new CommandFailure(
                NO_SUCH, List.of("Error performing operation: No such device or address"));
    }

    private static void set(ToolCall call, String node, String name, Optional<String> value)
            throws CommandFailure, InterruptedException {
        LiveCluster.submit(
                call.cluster().node(), new Command.SetAttribute(node, name, value.orElse(null)));
    }

    private static int transientAttribute(ToolCall call, Options options, String node, String name)
            throws CommandFailure, InterruptedException {
        if (options.has("delete") || options.has("update")) {
            set(
                    call,
                    node,
                    name,
                    options.has("delete") ? Optional.empty() : options.value("update"));
            return 0;
        }
        return tell(call, options, "status", name, transientValue(call, node, name));
    }

    private static int tell(
            ToolCall call, Options options, String scope, String name, Optional<String> found)
            throws CommandFailure {
        String value =
                found.or(() -> options.value("default")).orElseThrow(AttributeTools::missing);
        boolean quiet = options.has("quiet") || options.has("Quiet");
        call.print(
                quiet
                        ? value + "\n"
                        : "scope=%s  name=%s value=%s%n".formatted(scope, name, value));
        return 0;
    }

    private static Optional<String> transientValue(ToolCall call, String node, String name)
            throws CommandFailure, InterruptedException {
        for (Element state : call.cluster().cib().childOrEmpty("status").children("node_state")) {
            if (node.equals(state.attribute("uname"))) {
                return value(state.childOrEmpty("transient_attributes"), name);
            }
        }
        return Optional.empty();
    }

    /** Of the sets below an element. */
    private static Optional<String> value(Element owner, String name) {
        return owner.children().stream()
                .flatMap(set -> set.children("nvpair").stream())
                .filter(pair -> name.equals(pair.attribute("name")))
                .map(pair -> pair.attribute("value", ""))
                .findFirst();
    }

    private static int property(ToolCall call, Options options, String name)
            throws CommandFailure, InterruptedException {
        Element settings =
                call.cluster().cib().childOrEmpty("configuration").childOrEmpty("crm_config");
        if (!options.has("delete") && !options.has("update")) {
            return tell(call, options, "crm_config", name, value(settings, name));
        }
        change(
                call,
                "crm_attribute " + String.join(" ", call.words()),
                configuration ->
                        configuration.withChanged(
                                child -> child.is("crm_config"),
                                Element.of("crm_config", Map.of()),
                                section ->
                                        withPair(
                                                section,
                                                "cluster_property_set",
                                                OPTIONS,
                                                name,
                                                options.has("delete")
                                                        ? Optional.empty()
                                                        : options.value("update"))));
        return 0;
    }

    private static int lasting(ToolCall call, Options options, String node, String name)
            throws CommandFailure, InterruptedException {
        Element nodes = call.cluster().cib().childOrEmpty("configuration").childOrEmpty("nodes");
        Element found =
                nodes.children("node").stream()
                        .filter(each -> node.equals(each.attribute("uname")))
                        .findFirst()
                        .orElseThrow(
                                () -> CommandFailure.because("there is no node '" + node + "'"));
        if (!options.has("delete") && !options.has("update")) {
            return tell(call, options, "nodes", name, value(found, name));
        }
        change(
                call,
                "crm_attribute " + String.join(" ", call.words()),
                configuration ->
                        configuration.withChanged(
                                child -> child.is("nodes"),
                                Element.of("nodes", Map.of()),
                                section ->
                                        section.withChanged(
                                                each -> node.equals(each.attribute("uname")),
                                                found,
                                                each ->
                                                        withPair(
                                                                each,
                                                                "instance_attributes",
                                                                "nodes-" + each.id(),
                                                                name,
                                                                options.has("delete")
                                                                        ? Optional.empty()
                                                                        : options.value(
                                                                                "update")))));
        return 0;
    }

    /** The owner with one pair of its first set changed; the set is made where there is none. */
    private static Element withPair(
            Element owner, String kind, String id, String name, Optional<String> value) {
        return owner.withChanged(
                child -> child.is(kind),
                Element.of(kind, Map.of("id", id)),
                set -> {
                    if (value.isEmpty()) {
                        return set.withoutChildren(pair -> name.equals(pair.attribute("name")));
                    }
                    return set.withChanged(
                            pair -> name.equals(pair.attribute("name")),
                            Element.of("nvpair", Map.of())
                                    .with("id", set.id() + '-' + name)
                                    .with("name", name),
                            pair -> pair.with("value", value.get()));
                });
    }

    private static void change(ToolCall call, String comment, UnaryOperator<Element> change)
            throws CommandFailure, InterruptedException {
        for (int i = 0; i < MAX_TRIES; i++) {
            Element base = call.cluster().cib();
            Element configuration = change.apply(base.childOrEmpty("configuration"));
            Element changed =
                    base.withChanged(
                            child -> child.is("configuration"), configuration, _ -> configuration);
            if (call.cluster().store(base, changed, comment) == ClusterAccess.Stored.DONE) {
                return;
            }
        }
        throw CommandFailure.because("the configuration is changed by somebody else all the time");
    }
}
