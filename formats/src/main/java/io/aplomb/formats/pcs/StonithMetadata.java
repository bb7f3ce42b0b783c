package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What can be set for a fence device: the agent's own parameters, without those that only make
 * sense by hand, and those of the cluster for every device.
 *
 * <p>Source: the manual page pacemaker-fenced(7), and what {@code pcs stonith describe} shows.
 */
final class StonithMetadata {

    private static final Set<String> BY_HAND = Set.of("help", "version");

    /** Who set {@code action} meant these. */
    private static final List<String> INSTEAD_OF_ACTION =
            List.of("pcmk_off_action", "pcmk_reboot_action");

    private static final List<String> ACTIONS =
            List.of("reboot", "off", "on", "list", "monitor", "status");

    private StonithMetadata() {}

    /** The metadata of a fence agent as a device has them. */
    static AgentMetadata of(AgentMetadata agent) {
        Set<String> filledIn = filledIn(agent);
        List<AgentMetadata.Parameter> parameters = new ArrayList<>();
        for (AgentMetadata.Parameter parameter : agent.parameters()) {
            if (!BY_HAND.contains(parameter.name())) {
                parameters.add(adapted(parameter, filledIn));
            }
        }
        parameters.addAll(ofEveryDevice());
        return new AgentMetadata(
                agent.name(),
                agent.version(),
                agent.shortDescription(),
                agent.longDescription(),
                parameters,
                agent.actions());
    }

    /** {@code port} and what takes its place: the cluster fills the node in. */
    private static Set<String> filledIn(AgentMetadata agent) {
        Map<String, List<String>> newer = new HashMap<>();
        agent.parameters()
                .forEach(parameter -> newer.put(parameter.name(), parameter.deprecatedBy()));
        Set<String> found = new HashSet<>();
        List<String> open = new ArrayList<>(List.of("port"));
        while (!open.isEmpty()) {
            String name = open.removeLast();
            if (newer.containsKey(name) && found.add(name)) {
                open.addAll(newer.getOrDefault(name, List.of()));
            }
        }
        return found;
    }

    private static AgentMetadata.Parameter adapted(
            AgentMetadata.Parameter parameter, Set<String> filledIn) {
        boolean action = parameter.name().equals("action");
        List<String> deprecatedBy = new ArrayList<>(action ? INSTEAD_OF_ACTION : List.of());
        deprecatedBy.addAll(parameter.deprecatedBy());
        return new AgentMetadata.Parameter(
                parameter.name(),
                parameter.shortDescription(),
                parameter.longDescription(),
                parameter.type(),
                parameter.defaultValue(),
                parameter.choices(),
                parameter.required() && !action && !filledIn.contains(parameter.name()),
                parameter.advanced() || action,
                parameter.deprecated() || action,
                deprecatedBy,
                parameter.deprecation(),
                parameter.uniqueGroup());
    }

    private static List<AgentMetadata.Parameter> ofEveryDevice() {
        List<AgentMetadata.Parameter> parameters = new ArrayList<>();
        parameters.add(
                advanced(
                        "pcmk_host_argument",
                        "string",
                        "port",
                        "The parameter that gets the name of the machine; 'none' for no parameter"));
        parameters.add(
                everyday(
                        "pcmk_host_map",
                        "A map of node names to the names the device knows, such as"
                                + " node1:1;node2:2,3 for ports 2 and 3 of node2"));
        parameters.add(
                everyday(
                        "pcmk_host_list",
                        "The machines this device controls, where pcmk_host_check is static-list"));
        parameters.add(
                everyday(
                        "pcmk_host_check",
                        "How to find out which machines the device controls: dynamic-list asks"
                                + " it, static-list has pcmk_host_list, status asks for each"
                                + " machine, none takes every machine for controlled"));
        parameters.add(
                everyday(
                        "pcmk_delay_max",
                        "A random delay of at most this before fencing, against two nodes that"
                                + " fence each other at the same moment"));
        parameters.add(
                everyday(
                        "pcmk_delay_base",
                        "A fixed delay before fencing, one for all nodes or node1:1s;node2:5"));
        parameters.add(
                everyday(
                        "pcmk_action_limit",
                        "The most actions of this device at the same time, -1 for no limit"));
        for (String action : ACTIONS) {
            parameters.add(
                    advanced(
                            "pcmk_" + action + "_action",
                            "string",
                            action,
                            "What to ask of the device instead of '" + action + "'"));
            parameters.add(
                    advanced(
                            "pcmk_" + action + "_timeout",
                            "time",
                            "60s",
                            "A time-out for '" + action + "' instead of stonith-timeout"));
            parameters.add(
                    advanced(
                            "pcmk_" + action + "_retries",
                            "integer",
                            "2",
                            "How often to try '" + action + "' within the time-out"));
        }
        return parameters;
    }

    private static AgentMetadata.Parameter everyday(String name, String description) {
        return parameter(name, "string", "", description, false);
    }

    private static AgentMetadata.Parameter advanced(
            String name, String type, String defaultValue, String description) {
        return parameter(name, type, defaultValue, description, true);
    }

    private static AgentMetadata.Parameter parameter(
            String name, String type, String defaultValue, String description, boolean advanced) {
        return new AgentMetadata.Parameter(
                name,
                description,
                "",
                type,
                defaultValue,
                List.of(),
                false,
                advanced,
                false,
                List.of(),
                "",
                "");
    }
}
