package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Reply;
import io.aplomb.cluster.rules.Intervals;
import io.aplomb.control.agent.AgentServices;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents ask of the cluster, answered from what this node knows; what they set is agreed on
 * before they go on. An attribute that has the value already is not agreed on again, for monitors
 * set their promotion score each time.
 *
 * <p>A change with a dampening waits so long for further ones, of which the last counts; until then
 * this node alone sees it.
 */
public final class AgentQuestions implements AgentServices {

    private static final Logger LOG = LoggerFactory.getLogger(AgentQuestions.class);

    /** An agent waits; without a majority it is told so. */
    private static final long PATIENCE_S = 5;

    /** The configuration may change between reading and writing it. */
    private static final int TRIES = 5;

    private static final String OPTIONS = "cib-bootstrap-options";

    private final ClusterNode node;
    private final Map<Key, Waiting> waiting = new ConcurrentHashMap<>();

    private record Key(String node, String name) {}

    /** A change that waits for further ones; null takes the attribute away. */
    private record Waiting(@Nullable String value) {}

    public AgentQuestions(ClusterNode node) {
        this.node = node;
    }

    @Override
    public String self() {
        return node.self();
    }

    @Override
    public List<Node> nodes() {
        ClusterState state = node.state();
        return state.membership().members().stream()
                .filter(Member::runsResources)
                .map(member -> new Node(member.name(), member.number(), state.isUp(member.name())))
                .toList();
    }

    @Override
    public boolean hasQuorum() {
        return node.view().hasQuorum();
    }

    @Override
    public Optional<String> attribute(String of, String name, Store store) {
        Waiting change = store == Store.TRANSIENT ? waiting.get(new Key(of, name)) : null;
        return change != null
                ? Optional.ofNullable(change.value())
                : agreed(node.state(), of, name, store);
    }

    private static Optional<String> agreed(
            ClusterState state, String of, String name, Store store) {
        return switch (store) {
            case TRANSIENT ->
                    nodeState(state, of)
                            .flatMap(one -> one.child("transient_attributes"))
                            .flatMap(all -> pair(all.children("instance_attributes"), name));
            case PERMANENT ->
                    configured(state, of)
                            .flatMap(one -> pair(one.children("instance_attributes"), name));
            case UTILIZATION ->
                    configured(state, of).flatMap(one -> pair(one.children("utilization"), name));
        };
    }

    private static Optional<Element> nodeState(ClusterState state, String of) {
        return state.cib().childOrEmpty("status").children("node_state").stream()
                .filter(one -> of.equals(one.attribute("uname")))
                .findFirst();
    }

    private static Optional<Element> configured(ClusterState state, String of) {
        return state.configuration().childOrEmpty("nodes").children("node").stream()
                .filter(one -> of.equals(one.attribute("uname")))
                .findFirst();
    }

    private static Optional<String> pair(List<Element> sets, String name) {
        return sets.stream()
                .flatMap(set -> set.children("nvpair").stream())
                .filter(pair -> name.equals(pair.attribute("name")))
                .findFirst()
                .map(pair -> pair.attribute("value", ""));
    }

    @Override
    public void attribute(
            String of, String name, @Nullable String value, Store store, @Nullable String dampening)
            throws Refused {
        if (configured(node.state(), of).isEmpty()) {
            throw new Refused("there is no node " + of);
        }
        switch (store) {
            case TRANSIENT -> {
                long ms = Intervals.millis(dampening);
                if (ms > 0) {
                    delay(new Key(of, name), new Waiting(value), ms);
                } else {
                    waiting.remove(new Key(of, name));
                    setTransient(of, name, value);
                }
            }
            case PERMANENT -> setPermanent(of, "instance_attributes", "nodes-", name, value);
            case UTILIZATION -> setPermanent(of, "utilization", "nodes-utilization-", name, value);
        }
    }

    /** The first change begins the time; later ones only change what comes of it. */
    private void delay(Key key, Waiting change, long ms) {
        if (waiting.put(key, change) == null) {
            Thread _ =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            TimeUnit.MILLISECONDS.sleep(ms);
                                            settle(key);
                                        } catch (InterruptedException asked) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
        }
    }

    private void settle(Key key) {
        for (Waiting change = waiting.get(key); change != null; change = waiting.get(key)) {
            try {
                setTransient(key.node(), key.name(), change.value());
            } catch (Refused refused) {
                LOG.warn("attribute {} of {}: {}", key.name(), key.node(), refused.getMessage());
            }
            if (waiting.remove(key, change)) {
                return;
            }
        }
    }

    private void setTransient(String of, String name, @Nullable String value) throws Refused {
        Optional<String> now = agreed(node.state(), of, name, Store.TRANSIENT);
        if (!now.equals(Optional.ofNullable(value))) {
            submit(new Command.SetAttribute(of, name, value));
        }
    }

    private void setPermanent(
            String of, String kind, String prefix, String name, @Nullable String value)
            throws Refused {
        change(
                "attribute " + name + " of " + of,
                configuration ->
                        inside(
                                configuration,
                                "nodes",
                                nodes ->
                                        nodes.withChanged(
                                                one -> of.equals(one.attribute("uname")),
                                                element("node", of),
                                                one ->
                                                        withPair(
                                                                one,
                                                                kind,
                                                                prefix + one.id(),
                                                                name,
                                                                value))));
    }

    @Override
    public Optional<String> option(String name) {
        return Optional.ofNullable(node.state().property(name));
    }

    @Override
    public void option(@Nullable String set, String name, @Nullable String value) throws Refused {
        change(
                "option " + name,
                configuration ->
                        inside(
                                configuration,
                                "crm_config",
                                options ->
                                        withPair(
                                                options,
                                                "cluster_property_set",
                                                set == null ? OPTIONS : set,
                                                name,
                                                value)));
    }

    private static Element inside(Element parent, String name, UnaryOperator<Element> change) {
        return parent.withChanged(child -> child.is(name), Element.of(name, Map.of()), change);
    }

    private static Element element(String name, String id) {
        return Element.of(name, Map.of("id", id));
    }

    /** Of several sets, the one that has the pair; else the one of that id. */
    private static Element withPair(
            Element parent, String kind, String set, String name, @Nullable String value) {
        String in =
                parent.children(kind).stream()
                        .filter(one -> pair(List.of(one), name).isPresent())
                        .findFirst()
                        .map(Element::id)
                        .orElse(value == null ? "" : set);
        if (in.isEmpty()) {
            return parent;
        }
        return parent.withChanged(
                one -> one.is(kind) && one.id().equals(in),
                element(kind, in),
                pairs ->
                        value == null
                                ? pairs.withoutChildren(pair -> name.equals(pair.attribute("name")))
                                : pairs.withChanged(
                                        pair -> name.equals(pair.attribute("name")),
                                        element("nvpair", in + "-" + name).with("name", name),
                                        pair -> pair.with("value", value)));
    }

    private void change(String what, UnaryOperator<Element> change) throws Refused {
        String why = "";
        for (int i = 0; i < TRIES; i++) {
            ClusterState state = node.state();
            Element changed = change.apply(state.configuration());
            if (changed.equals(state.configuration())) {
                return;
            }
            Reply reply =
                    ask(
                            new Command.ReplaceConfiguration(
                                    changed,
                                    state.version(),
                                    "agent on " + node.self(),
                                    what,
                                    System.currentTimeMillis()));
            switch (reply) {
                case Reply.Accepted _ -> {
                    return;
                }
                case Reply.Refused refused -> why = refused.why();
            }
        }
        throw new Refused(why);
    }

    private void submit(Command command) throws Refused {
        if (ask(command) instanceof Reply.Refused(String why)) {
            throw new Refused(why);
        }
    }

    private Reply ask(Command command) throws Refused {
        try {
            return node.submit(command).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new Refused(String.valueOf(cause.getMessage()));
        } catch (TimeoutException late) {
            throw new Refused("the cluster did not agree within " + PATIENCE_S + " s");
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    @Override
    public List<Place> places(String resource) {
        List<Place> places = new ArrayList<>();
        for (Element state : node.state().cib().childOrEmpty("status").children("node_state")) {
            state
                    .childOrEmpty("lrm")
                    .childOrEmpty("lrm_resources")
                    .children("lrm_resource")
                    .stream()
                    .filter(one -> isOf(one.id(), resource))
                    .map(RecordedRole::of)
                    .filter(RecordedRole::runs)
                    .findFirst()
                    .ifPresent(
                            role ->
                                    places.add(
                                            new Place(
                                                    state.attribute("uname", ""),
                                                    role == RecordedRole.PROMOTED)));
        }
        return places;
    }

    /** An instance of a clone has a number behind the name. */
    private static boolean isOf(String id, String resource) {
        return id.equals(resource) || id.startsWith(resource + ":");
    }

    @Override
    public Optional<String> parameter(String resource, String name) {
        return find(node.state().configuration().childOrEmpty("resources"), resource)
                .flatMap(one -> pair(one.children("instance_attributes"), name));
    }

    private static Optional<Element> find(Element within, String resource) {
        for (Element one : within.children()) {
            if (one.is("primitive") && isOf(resource, one.id())) {
                return Optional.of(one);
            }
            Optional<Element> inner = find(one, resource);
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }
}
