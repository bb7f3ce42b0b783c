package io.aplomb.control.agent;

import io.aplomb.control.agent.AgentServices.Node;
import io.aplomb.control.agent.AgentServices.Place;
import io.aplomb.control.agent.AgentServices.Refused;
import io.aplomb.control.agent.AgentServices.Store;
import io.aplomb.control.agent.ToolOptions.Known;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words by which agents speak to the cluster, with Pacemaker's options, outputs and exit codes.
 * What agents do not use is left to the whole program ({@link ToolAnswer#ELSEWHERE}).
 */
final class AgentTools {

    /** The words that are answered here. */
    static final List<String> NAMES =
            List.of("crm_attribute", "crm_master", "attrd_updater", "crm_node", "crm_resource");

    private static final List<Known> ATTRIBUTE =
            List.of(
                    Known.value('n', "name"),
                    Known.value('v', "update"),
                    Known.value(' ', "attr-value"),
                    Known.flag('D', "delete"),
                    Known.flag(' ', "delete-attr"),
                    Known.flag('G', "query"),
                    Known.flag(' ', "get-value"),
                    Known.value('l', "lifetime"),
                    Known.value('N', "node"),
                    Known.value('U', "uname"),
                    Known.maybe('p', "promotion"),
                    Known.value('r', "resource"),
                    Known.value('t', "type"),
                    Known.value('s', "set-name"),
                    Known.value('d', "default"),
                    Known.flag('z', "utilization"),
                    Known.flag('q', "quiet"),
                    Known.flag('Q', "Quiet"),
                    Known.flag('V', "verbose"));

    private static final List<Known> UPDATER =
            List.of(
                    Known.value('n', "name"),
                    Known.value('U', "update"),
                    Known.value('v', "update-old"),
                    Known.value('B', "update-both"),
                    Known.flag('Q', "query"),
                    Known.flag('D', "delete"),
                    Known.flag('R', "refresh"),
                    Known.value('d', "delay"),
                    Known.value('s', "set"),
                    Known.value('N', "node"),
                    Known.flag('A', "all"),
                    Known.value('l', "lifetime"),
                    Known.flag('p', "private"),
                    Known.flag('q', "quiet"),
                    Known.flag('V', "verbose"));

    private static final List<Known> NODE =
            List.of(
                    Known.flag('i', "cluster-id"),
                    Known.flag('l', "list"),
                    Known.flag('n', "name"),
                    Known.flag('p', "partition"),
                    Known.flag('q', "quorum"),
                    Known.value('N', "name-for-id"),
                    Known.flag('Q', "quiet"));

    private static final List<Known> RESOURCE =
            List.of(
                    Known.value('r', "resource"),
                    Known.flag('W', "locate"),
                    Known.value('g', "get-parameter"),
                    Known.flag('Q', "quiet"));

    private final AgentServices services;

    AgentTools(AgentServices services) {
        this.services = services;
    }

    /**
     * Answers a question; may wait as {@link AgentServices} does.
     *
     * @param instance OCF_RESOURCE_INSTANCE of who asks; empty for none
     */
    ToolAnswer answer(String tool, String instance, List<String> words) {
        try {
            return switch (tool) {
                case "crm_attribute" ->
                        attribute(ToolOptions.parse(words, ATTRIBUTE), instance, false);
                case "crm_master" -> attribute(ToolOptions.parse(words, ATTRIBUTE), instance, true);
                case "attrd_updater" -> updater(ToolOptions.parse(words, UPDATER));
                case "crm_node" -> node(ToolOptions.parse(words, NODE));
                case "crm_resource" -> resource(ToolOptions.parse(words, RESOURCE));
                default -> ToolAnswer.elsewhere();
            };
        } catch (Refused refused) {
            return ToolAnswer.refused(
                    ToolAnswer.DISCONNECTED, tool + ": " + refused.getMessage() + "\n");
        }
    }

    private ToolAnswer attribute(Optional<ToolOptions> parsed, String instance, boolean master)
            throws Refused {
        if (parsed.isEmpty()) {
            return ToolAnswer.elsewhere();
        }
        ToolOptions options = parsed.get();
        boolean promotion = master || options.has("promotion");
        Optional<String> name =
                promotion
                        ? options.of("promotion", "resource")
                                .or(() -> Optional.of(instance).filter(one -> !one.isEmpty()))
                                .map(resource -> "master-" + resource)
                        : options.of("name");
        if (name.isEmpty()) {
            return ToolAnswer.elsewhere();
        }
        String type = options.of("type").orElse("");
        boolean ofNode =
                promotion
                        || options.has("node")
                        || options.has("uname")
                        || options.has("lifetime")
                        || options.has("utilization")
                        || type.equals("nodes")
                        || type.equals("status");
        if (ofNode) {
            return nodeAttribute(options, name.get(), store(options, type, promotion, master));
        }
        return type.isEmpty() || type.equals("crm_config")
                ? option(options, name.get())
                : ToolAnswer.elsewhere();
    }

    /** A promotion score is transient unless told otherwise; crm_master's is not. */
    private static Store store(
            ToolOptions options, String type, boolean promotion, boolean master) {
        if (options.has("utilization")) {
            return Store.UTILIZATION;
        }
        String lifetime =
                options.of("lifetime")
                        .orElse((promotion && !master) || type.equals("status") ? "reboot" : "");
        return lifetime.equals("reboot") ? Store.TRANSIENT : Store.PERMANENT;
    }

    private ToolAnswer nodeAttribute(ToolOptions options, String name, Store store) throws Refused {
        String node = options.of("node", "uname").orElse(services.self());
        if (options.has("delete") || options.has("delete-attr")) {
            services.attribute(node, name, null, store, null);
            return ToolAnswer.said("");
        }
        if (options.has("update") || options.has("attr-value")) {
            String value = options.of("update", "attr-value").orElse("");
            services.attribute(node, name, value, store, null);
            return ToolAnswer.said("");
        }
        String scope = store == Store.TRANSIENT ? "status" : "nodes";
        return value(options, scope, name, services.attribute(node, name, store));
    }

    private ToolAnswer option(ToolOptions options, String name) throws Refused {
        String set = options.of("set-name").orElse(null);
        if (options.has("delete")) {
            services.option(set, name, null);
            return ToolAnswer.said("");
        }
        if (options.has("update")) {
            services.option(set, name, options.of("update").orElse(""));
            return ToolAnswer.said("");
        }
        return value(options, "crm_config", name, services.option(name));
    }

    private static ToolAnswer value(
            ToolOptions options, String scope, String name, Optional<String> found) {
        Optional<String> value = found.or(() -> options.of("default"));
        if (value.isEmpty()) {
            return ToolAnswer.refused(
                    ToolAnswer.NO_SUCH,
                    "crm_attribute: Error performing operation: No such device or address\n");
        }
        boolean quiet = options.has("quiet") || options.has("Quiet");
        return ToolAnswer.said(
                quiet
                        ? value.get() + "\n"
                        : "scope=" + scope + "  name=" + name + " value=" + value.get() + "\n");
    }

    private ToolAnswer updater(Optional<ToolOptions> parsed) throws Refused {
        if (parsed.isEmpty()) {
            return ToolAnswer.elsewhere();
        }
        ToolOptions options = parsed.get();
        Optional<String> name = options.of("name");
        if (options.has("refresh")) {
            return ToolAnswer.said("");
        }
        if (name.isEmpty()) {
            return ToolAnswer.refused(
                    ToolAnswer.USAGE, "attrd_updater: Command requires --name argument\n");
        }
        String node = options.of("node").orElse(services.self());
        if (options.has("query")) {
            return query(options, name.get(), node);
        }
        Optional<String> value =
                options.of("update").or(() -> options.of("update-old", "update-both"));
        boolean delete = options.has("delete") || value.isEmpty();
        services.attribute(
                node,
                name.get(),
                delete ? null : value.get(),
                Store.TRANSIENT,
                options.of("delay").orElse(null));
        return ToolAnswer.said("");
    }

    private ToolAnswer query(ToolOptions options, String name, String node) throws Refused {
        StringBuilder lines = new StringBuilder();
        for (Node one : services.nodes()) {
            if (options.has("all") || one.name().equals(node)) {
                services.attribute(one.name(), name, Store.TRANSIENT)
                        .ifPresent(
                                value ->
                                        lines.append(
                                                "name=\"%s\" host=\"%s\" value=\"%s\"%n"
                                                        .formatted(name, one.name(), value)));
            }
        }
        return lines.isEmpty()
                ? ToolAnswer.refused(
                        ToolAnswer.NO_SUCH,
                        "attrd_updater: Could not query value of "
                                + name
                                + ": attribute does not exist\n")
                : ToolAnswer.said(lines.toString());
    }

    private ToolAnswer node(Optional<ToolOptions> parsed) throws Refused {
        if (parsed.isEmpty()) {
            return ToolAnswer.elsewhere();
        }
        ToolOptions options = parsed.get();
        if (options.has("name")) {
            return ToolAnswer.said(services.self() + "\n");
        }
        if (options.has("quorum")) {
            return ToolAnswer.said((services.hasQuorum() ? 1 : 0) + "\n");
        }
        List<Node> nodes = services.nodes();
        if (options.has("list")) {
            return ToolAnswer.said(
                    nodes.stream()
                            .sorted(Comparator.comparingLong(Node::id))
                            .map(node -> node.id() + " " + node.name() + state(node))
                            .collect(Collectors.joining("\n", "", "\n")));
        }
        if (options.has("partition")) {
            return ToolAnswer.said(
                    nodes.stream()
                            .filter(Node::member)
                            .map(node -> node.name() + " ")
                            .collect(Collectors.joining("", "", "\n")));
        }
        Optional<Node> wanted =
                nodes.stream()
                        .filter(
                                node ->
                                        options.of("name-for-id")
                                                .map(id -> id.equals(Long.toString(node.id())))
                                                .orElse(node.name().equals(services.self())))
                        .findFirst();
        if (wanted.isEmpty()) {
            return ToolAnswer.refused(ToolAnswer.NO_SUCH, "crm_node: there is no such node\n");
        }
        return options.has("cluster-id")
                ? ToolAnswer.said(wanted.get().id() + "\n")
                : options.has("name-for-id")
                        ? ToolAnswer.said(wanted.get().name() + "\n")
                        : ToolAnswer.elsewhere();
    }

    private static String state(Node node) {
        return node.member() ? " member" : " lost";
    }

    private ToolAnswer resource(Optional<ToolOptions> parsed) throws Refused {
        if (parsed.isEmpty() || parsed.get().of("resource").isEmpty()) {
            return ToolAnswer.elsewhere();
        }
        ToolOptions options = parsed.get();
        String resource = options.of("resource").get();
        if (options.has("locate")) {
            List<Place> places = services.places(resource);
            return ToolAnswer.said(
                    places.isEmpty()
                            ? "resource " + resource + " is NOT running\n"
                            : places.stream()
                                    .map(
                                            place ->
                                                    "resource "
                                                            + resource
                                                            + " is running on: "
                                                            + place.node()
                                                            + (place.promoted() ? " Promoted" : "")
                                                            + "\n")
                                    .collect(Collectors.joining()));
        }
        Optional<String> parameter = options.of("get-parameter");
        if (parameter.isEmpty()) {
            return ToolAnswer.elsewhere();
        }
        return services.parameter(resource, parameter.get())
                .map(value -> ToolAnswer.said(value + "\n"))
                .orElseGet(
                        () ->
                                ToolAnswer.refused(
                                        ToolAnswer.NO_SUCH,
                                        "crm_resource: Attribute '"
                                                + parameter.get()
                                                + "' not found for '"
                                                + resource
                                                + "'\n"));
    }
}
