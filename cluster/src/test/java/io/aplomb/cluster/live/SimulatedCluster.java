package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Machines, cables and a log, all from one seed; checks that nothing runs twice at any moment. */
final class SimulatedCluster {
    /** A clone's resource: may run on each node at once. */
    static final String EVERYWHERE = "everywhere";

    /** A fence device. */
    static final String DEVICE = "fence";

    private final Agenda agenda = new Agenda();
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Set<String> cuts = new HashSet<>();
    private final Set<String> failedStarts = new HashSet<>();
    private final List<Supplier<String>> story = new ArrayList<>();
    private final SimulatedStore store;
    private final ClusterState initial;
    private final Random random;
    private final long seed;
    private boolean losesMessages;

    SimulatedCluster(long seed, Membership membership) {
        this.seed = seed;
        this.random = new Random(seed);
        this.initial = ClusterState.initial(membership);
        this.store = new SimulatedStore(this, agenda, random, initial);
        for (Member member : membership.members()) {
            nodes.put(member.name(), new SimulatedNode(member.name(), this, agenda, random));
        }
        electNow();
    }

    private void electNow() {
        store.tick();
        agenda.after(20 * Agenda.MS, this::electNow);
        // what reached nobody while it was cut off reaches it later
        nodes.values().forEach(SimulatedNode::catchUpSoon);
    }

    Random random() {
        return random;
    }

    ClusterState initial() {
        return initial;
    }

    SimulatedStore store() {
        return store;
    }

    SimulatedNode node(String name) {
        SimulatedNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException(name);
        }
        return node;
    }

    List<SimulatedNode> nodes() {
        return List.copyOf(nodes.values());
    }

    void run(long ms) {
        agenda.runUntil(agenda.nowNs() + ms * Agenda.MS);
    }

    void note(String what) {
        long nowNs = agenda.nowNs();
        story.add(() -> "%8d ms  %s".formatted(nowNs / Agenda.MS, what));
    }

    void report(String node, ClusterEvent event) {
        long nowNs = agenda.nowNs();
        story.add(
                () ->
                        "%8d ms  %s: %s %s %s %s"
                                .formatted(
                                        nowNs / Agenda.MS,
                                        node,
                                        event.kind(),
                                        event.node(),
                                        event.resource(),
                                        event.text()));
    }

    boolean areConnected(String one, String other) {
        return node(one).isPowered()
                && node(other).isPowered()
                && !cuts.contains(one + '/' + other)
                && !cuts.contains(other + '/' + one);
    }

    void cut(String one, String other) {
        cuts.add(one + '/' + other);
    }

    void isolate(String node) {
        nodes.keySet().stream()
                .filter(other -> !other.equals(node))
                .forEach(other -> cut(node, other));
    }

    /** Whether some messages get lost, as with links that come and go. */
    boolean losesMessages() {
        return losesMessages;
    }

    void loseMessages(boolean some) {
        losesMessages = some;
    }

    /** Of the nodes that may run resources, how many run the clone. */
    boolean runsEverywhere() {
        return store.state().membership().members().stream()
                .filter(Member::runsResources)
                .allMatch(member -> node(member.name()).active().contains(EVERYWHERE));
    }

    /**
     * Whether a start fails: now and then, once for each resource, as one that failed everywhere
     * runs nowhere, and one that must run everywhere may fail nowhere.
     */
    boolean startFails(String resource) {
        return random.nextInt(200) == 0
                && !resource.equals(EVERYWHERE)
                && failedStarts.add(resource);
    }

    /** Whether fence devices fail now and then. */
    boolean devicesFail() {
        return losesMessages;
    }

    void heal() {
        cuts.clear();
    }

    /** Somebody sets a property anew. */
    void changeSomething() {
        Element configuration =
                withProperty(
                        store.state().configuration(), "changed", Long.toString(agenda.nowNs()));
        nodes.values().stream()
                .filter(SimulatedNode::isRunning)
                .findFirst()
                .ifPresent(
                        node ->
                                store.submit(
                                        node,
                                        new Command.ReplaceConfiguration(
                                                configuration, null, "test", "a change", 0)));
    }

    /** Nothing runs in two places. */
    void check() {
        Map<String, List<String>> places = places();
        places.forEach(
                (resource, where) -> {
                    if (where.size() > 1) {
                        throw new AssertionError(
                                "seed "
                                        + seed
                                        + ": "
                                        + resource
                                        + " runs on "
                                        + where
                                        + '\n'
                                        + tail());
                    }
                });
    }

    /** Where everything runs that may run once only. */
    Map<String, List<String>> places() {
        Map<String, List<String>> places = new TreeMap<>();
        for (SimulatedNode node : nodes.values()) {
            for (String resource : node.active()) {
                if (resource.equals(EVERYWHERE) || resource.equals(DEVICE)) {
                    continue;
                }
                places.computeIfAbsent(resource, _ -> new ArrayList<>()).add(node.name());
            }
        }
        return places;
    }

    String tail() {
        for (SimulatedNode node : nodes.values()) {
            note(node.describe());
        }
        note(store.state().pending().toString());
        note(store.state().sessions().toString());
        int from = Math.max(0, story.size() - 150);
        return story.subList(from, story.size()).stream()
                .map(Supplier::get)
                .collect(Collectors.joining("\n"));
    }

    /**
     * A configuration with that many addresses, each with a monitor, and what may run on each node.
     *
     * @param device whether there is a fence device; what runs without a lease then goes on until
     *     its node is fenced
     */
    static Element configuration(ClusterState state, int resources, boolean device) {
        List<Element> all = new ArrayList<>();
        for (int i = 1; i <= resources; i++) {
            all.add(primitive("vip" + i, "ocf", "IPaddr2"));
        }
        all.add(
                Cibs.element("clone", "id", EVERYWHERE + "-clone")
                        .withChild(primitive(EVERYWHERE, "ocf", "Dummy")));
        if (device) {
            all.add(primitive(DEVICE, "stonith", "fence_simulated"));
        }
        Element configuration =
                state.configuration()
                        .withChanged(
                                child -> child.is("resources"),
                                Cibs.element("resources"),
                                section -> section.withChildren(all));
        return device ? withProperty(configuration, "no-quorum-policy", "freeze") : configuration;
    }

    private static Element withProperty(Element configuration, String name, String value) {
        Element property = Cibs.element("nvpair", "id", name, "name", name, "value", value);
        return configuration.withChanged(
                child -> child.is("crm_config"),
                Cibs.element("crm_config"),
                section ->
                        section.withChanged(
                                child -> child.id().equals("some"),
                                Cibs.element("cluster_property_set", "id", "some"),
                                set ->
                                        set.withChanged(
                                                child -> child.id().equals(name),
                                                property,
                                                _ -> property)));
    }

    private static Element primitive(String id, String standard, String type) {
        Element monitor =
                Cibs.element("op", "id", id + "-monitor", "name", "monitor", "interval", "1s");
        Element primitive =
                Cibs.element("primitive", "id", id, "class", standard, "type", type)
                        .withChild(Cibs.element("operations").withChild(monitor));
        return standard.equals("ocf") ? primitive.with("provider", "heartbeat") : primitive;
    }
}
