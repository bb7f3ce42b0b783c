package io.aplomb.control.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.NodeSession;
import io.aplomb.cluster.live.OperationOrder;
import io.aplomb.cluster.live.OperationResult;
import io.aplomb.cluster.live.Reply;
import io.aplomb.cluster.live.StateMachine;
import io.aplomb.model.cib.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A cluster that agrees with itself, and the alerts of the node that leads it. */
final class ToldCluster implements AutoCloseable {
    private static final long PATIENCE_S = 60;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final List<Waiter> waiters = new ArrayList<>();
    private ClusterState state =
            ClusterState.initial(
                    new Membership(
                            "shop",
                            "4711",
                            1,
                            List.of(member("n1", 1), member("n2", 2), member("n3", 3))));
    private Alerts alerts;
    private int call;

    /** Somebody who waits until everything up to a number was told. */
    private record Waiter(String key, long number, CountDownLatch done) {}

    ToldCluster(Element... all) {
        alerts = lead();
        Element section = Element.of("alerts", Map.of()).withChildren(List.of(all));
        apply(
                new Command.ReplaceConfiguration(
                        state.configuration().withChild(section), null, "me", "words", 1000));
    }

    private static Member member(String name, int number) {
        return new Member(name, number, "u", Member.Kind.VOTER, List.of("10.0.0.1"), 1, 2);
    }

    /** As whom the tests run: what they write is theirs. */
    private Alerts lead() {
        return new Alerts("n1", this::submit, new ScriptCourier(Optional.empty()), List.of(PAUSE));
    }

    static Element alert(String path, Element... inside) {
        return Element.of("alert", Map.of("id", "a", "path", path)).withChildren(List.of(inside));
    }

    static Element recipient(String id, String value, Element... inside) {
        return Element.of("recipient", Map.of("id", id, "value", value))
                .withChildren(List.of(inside));
    }

    /** {@code instance_attributes} or {@code meta_attributes}. */
    static Element pairs(String set, String... namesAndValues) {
        List<Element> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(
                    Element.of(
                            "nvpair",
                            Map.of("name", namesAndValues[i], "value", namesAndValues[i + 1])));
        }
        return Element.of(set, Map.of("id", set)).withChildren(pairs);
    }

    private synchronized CompletableFuture<Reply> submit(Command command) {
        return CompletableFuture.completedFuture(apply(command));
    }

    private synchronized Reply apply(Command command) {
        StateMachine.Applied applied = StateMachine.apply(state, command);
        state = applied.state();
        alerts.look(state, true);
        Map<String, Long> told = state.bulletin().told();
        waiters.stream()
                .filter(waiter -> told.getOrDefault(waiter.key(), 0L) >= waiter.number())
                .forEach(waiter -> waiter.done().countDown());
        return applied.reply();
    }

    synchronized void up(String node) {
        apply(new Command.NodeUp(node, node + "-1", Map.of(), 1_795_298_000_000L));
    }

    /** The same, for one that more happens to. */
    String upAnd(String node) {
        up(node);
        return node;
    }

    synchronized void lost(String node) {
        long session = Objects.requireNonNull(state.session(node)).number();
        apply(new Command.NodeDown(node, session, false, "silent", 1_795_298_218_599L));
    }

    synchronized void operated(String node, String resource, String operation, int rc) {
        NodeSession session = Objects.requireNonNull(state.session(node));
        OperationOrder order =
                new OperationOrder(
                        1,
                        1,
                        ++call,
                        resource,
                        new AgentName("ocf", "pacemaker", "Dummy"),
                        operation,
                        operation.equals("monitor") ? 10_000 : 0,
                        20_000,
                        0,
                        Map.of(),
                        0,
                        "digest");
        OperationResult result =
                new OperationResult(order, call, rc, OperationResult.Status.DONE, "", 0, 20, 1, 1);
        apply(
                new Command.RecordResults(
                        node,
                        session.number(),
                        session.lastResult() + 1,
                        List.of(result),
                        1_795_298_219_000L));
    }

    /** Waits until it is agreed on that all up to now was told to a recipient. */
    void awaitTold(String key) throws InterruptedException {
        Waiter waiter;
        synchronized (this) {
            waiter = new Waiter(key, state.bulletin().last(), new CountDownLatch(1));
            waiters.add(waiter);
            if (state.bulletin().told().getOrDefault(key, 0L) >= waiter.number()) {
                waiter.done().countDown();
            }
        }
        assertThat(waiter.done().await(PATIENCE_S, TimeUnit.SECONDS))
                .as("%s was told up to %d", key, waiter.number())
                .isTrue();
    }

    /** Another node leads. */
    synchronized void change() {
        alerts.look(state, false);
        alerts.close();
        alerts = lead();
        alerts.look(state, true);
    }

    @Override
    public void close() {
        alerts.close();
    }
}
