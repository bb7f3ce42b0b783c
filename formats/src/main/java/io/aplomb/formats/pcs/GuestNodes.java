package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Resources that are nodes themselves: remote nodes, and guests with {@code remote-node}. */
final class GuestNodes {

    static final AgentName REMOTE_AGENT = new AgentName("ocf", "pacemaker", "remote");
    static final String NAME = "remote-node";
    private static final String ADDRESS = "remote-addr";

    private GuestNodes() {}

    /** Reports what stands against a new resource that would be a node. */
    static void checkNew(
            AgentName agent,
            String resource,
            Map<String, String> meta,
            Map<String, String> parameters,
            Call call) {
        Reports reports = call.reports();
        if (agent.equals(REMOTE_AGENT)) {
            reports.forceable(
                    "this command is not sufficient for creating a remote connection, use 'pcs"
                            + " cluster node add-remote'");
            String host = parameters.getOrDefault("server", resource);
            if (addresses(call.cib()).contains(host)) {
                reports.error("'" + host + "' already exists");
            }
        }
        checkMeta(meta, false, call);
        reports.stopOnErrors();
    }

    /**
     * Reports what stands against meta attributes that make a resource a node.
     *
     * @param canRemove whether an empty name ends it
     */
    static void checkMeta(Map<String, String> meta, boolean canRemove, Call call) {
        String node = meta.get(NAME);
        if (node == null) {
            return;
        }
        Reports reports = call.reports();
        reports.forceable(
                canRemove && node.isEmpty()
                        ? "this command is not sufficient for removing a guest node, use 'pcs cluster node"
                                + " remove-guest'"
                        : "this command is not sufficient for creating a guest node, use 'pcs cluster node"
                                + " add-guest'");
        if (node.isEmpty()) {
            return;
        }
        Set<String> addresses = addresses(call.cib());
        String address = meta.get(ADDRESS);
        if (call.cib().exists(node)
                || names(call.cib()).contains(node)
                || (address == null && addresses.contains(node))) {
            reports.error("'" + node + "' already exists");
        }
        if (address != null && addresses.contains(address)) {
            reports.error("'" + address + "' already exists");
        }
    }

    /** Names of these nodes. */
    static Set<String> names(CibEdit cib) {
        Set<String> names = new HashSet<>();
        for (Element primitive : cib.all(element -> element.is("primitive"))) {
            if (AgentName.of(primitive).equals(REMOTE_AGENT)) {
                names.add(primitive.id());
            }
            Pairs.value(primitive, Pairs.META, NAME).ifPresent(names::add);
        }
        return names;
    }

    private static Set<String> addresses(CibEdit cib) {
        Set<String> addresses = new HashSet<>();
        for (Element primitive : cib.all(element -> element.is("primitive"))) {
            if (AgentName.of(primitive).equals(REMOTE_AGENT)) {
                addresses.add(
                        Pairs.value(primitive, Pairs.INSTANCE, "server").orElse(primitive.id()));
            }
            Pairs.value(primitive, Pairs.META, NAME)
                    .ifPresent(
                            node ->
                                    addresses.add(
                                            Pairs.value(primitive, Pairs.META, ADDRESS)
                                                    .orElse(node)));
        }
        return addresses;
    }
}
