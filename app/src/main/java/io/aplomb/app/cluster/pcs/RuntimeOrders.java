package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.monitor.StatusWords;
import io.aplomb.app.cluster.tool.ClusterAccess;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.formats.pcs.ClusterOrder;
import io.aplomb.formats.pcs.RuntimeRequest;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what a command asks of the running cluster beyond another configuration. */
final class RuntimeOrders {
    private final InstantSource clock;
    private final ClusterOrders ofCluster;
    private final StatusWords status;

    RuntimeOrders(InstantSource clock, ClusterOrders ofCluster, StatusWords status) {
        this.clock = clock;
        this.ofCluster = ofCluster;
        this.status = status;
    }

    /** Carries out further words of the same command, on the base as it is then. */
    interface Further {
        int run(List<String> words) throws CommandFailure, InterruptedException;
    }

    /** The exit code; empty where the base is outdated and all has to be done again. */
    Optional<Integer> carryOut(RuntimeRequest request, Element base, ToolCall call, Further further)
            throws CommandFailure, InterruptedException {
        return switch (request) {
            case RuntimeRequest.ChangeAndWait change -> changeAndWait(change, base, call);
            case RuntimeRequest.DisableSafely disable -> disable(disable, base, call);
            case RuntimeRequest.StopThenRun stop -> stopThenRun(stop, base, call, further);
            case RuntimeRequest.MoveResource move -> move(move, base, call, further);
            case RuntimeRequest.OfCluster of -> ofCluster.carryOut(of.order(), base, call);
            case RuntimeRequest.WithLocalNode local -> {
                List<String> words = new ArrayList<>(local.words());
                words.add(call.cluster().node().self());
                yield Optional.of(further.run(words));
            }
            default -> {
                once(request, base, call, further);
                yield Optional.of(0);
            }
        };
    }

    private void once(RuntimeRequest request, Element base, ToolCall call, Further further)
            throws CommandFailure, InterruptedException {
        switch (request) {
            case RuntimeRequest.RunAction action -> AgentActions.run(action, base, now(), call);
            case RuntimeRequest.ShowResources show -> show(show, call);
            case RuntimeRequest.ForgetFailures forget ->
                    forget(forget.resource(), forget.node(), forget.operation(), false, call);
            case RuntimeRequest.ForgetHistory forget ->
                    forget(forget.resource(), forget.node(), "", true, call);
            case RuntimeRequest.RestartResource restart -> restart(restart, call, further);
            case RuntimeRequest.Relocate relocate -> relocate(relocate, base, call, further);
            case RuntimeRequest.ShowRelocation _ ->
                    call.print(Scheduler.decide(withoutStickiness(base), now()).summary());
            default -> throw CommandFailure.because("this is not known to the daemon");
        }
    }

    private boolean outdated(Element base, Element changed, ToolCall call)
            throws CommandFailure, InterruptedException {
        return call.cluster().store(base, changed, PcsTool.comment(call))
                == ClusterAccess.Stored.OUTDATED;
    }

    private Optional<Integer> changeAndWait(
            RuntimeRequest.ChangeAndWait change, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        if (outdated(base, change.cib(), call)) {
            return Optional.empty();
        }
        call.print(change.output());
        Waiting.untilIdle(call.cluster().node(), change.timeoutSeconds());
        Element cib = call.cluster().node().state().cib();
        List<String> errors = new ArrayList<>();
        for (String resource : change.resources()) {
            Places places = Places.of(cib, now(), resource);
            boolean wrong =
                    switch (change.expectation()) {
                        case SETTLED -> false;
                        case RUNNING -> places.isEmpty();
                        case STOPPED -> !places.isEmpty();
                    };
            String text = places.text(resource);
            if (wrong) {
                errors.add("Error: " + text);
            } else {
                call.warn(List.of(text));
            }
        }
        if (!errors.isEmpty()) {
            throw new CommandFailure(1, errors);
        }
        return Optional.of(0);
    }

    private Optional<Integer> disable(
            RuntimeRequest.DisableSafely disable, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        Element after = Simulated.after(disable.cib(), now());
        List<String> others =
                Simulated.affected(base, after, now(), disable.strict()).stream()
                        .filter(name -> !disable.resources().contains(name))
                        .toList();
        if (disable.simulateOnly()) {
            call.print(
                    disable.brief()
                            ? others.isEmpty() ? "" : String.join("\n", others) + "\n"
                            : Scheduler.decide(disable.cib(), now()).summary());
        } else if (others.isEmpty()) {
            if (outdated(base, disable.cib(), call)) {
                return Optional.empty();
            }
            if (disable.waitSeconds().isPresent()) {
                Waiting.untilIdle(call.cluster().node(), disable.waitSeconds().get());
            }
        }
        if (others.isEmpty()) {
            return Optional.of(0);
        }
        throw CommandFailure.because(
                "Disabling specified resources would have an effect on these resources: '%s'"
                        .formatted(String.join("', '", others)));
    }

    private Optional<Integer> stopThenRun(
            RuntimeRequest.StopThenRun stop, Element base, ToolCall call, Further further)
            throws CommandFailure, InterruptedException {
        if (isRunning(base, stop.primitives())) {
            if (outdated(base, stop.cib(), call)) {
                return Optional.empty();
            }
            call.warn(List.of("Attempting to stop: " + stop.resource() + "..."));
            Waiting.untilIdle(call.cluster().node(), 0);
            if (isRunning(call.cluster().node().state().cib(), stop.primitives())) {
                throw CommandFailure.because(
                        "Unable to stop: %s before deleting (re-run with --force to force deletion)"
                                .formatted(stop.resource()));
            }
            call.warn(List.of("Stopped"));
        }
        return Optional.of(further.run(stop.words()));
    }

    private boolean isRunning(Element cib, List<String> primitives) {
        return primitives.stream().anyMatch(each -> !Places.of(cib, now(), each).isEmpty());
    }

    private Optional<Integer> move(
            RuntimeRequest.MoveResource move, Element base, ToolCall call, Further further)
            throws CommandFailure, InterruptedException {
        Element there = Simulated.after(move.cib(), now());
        List<String> others =
                Simulated.affected(base, there, now(), true).stream()
                        .filter(name -> !concerns(base, move.resource(), name))
                        .toList();
        if (move.strict() && !others.isEmpty()) {
            throw CommandFailure.because(
                    "Moving resource '%s' affects resources: '%s'"
                            .formatted(move.resource(), String.join("', '", others)));
        }
        if (outdated(base, move.cib(), call)) {
            return Optional.empty();
        }
        Waiting.untilIdle(call.cluster().node(), move.timeoutSeconds());
        Places places = Places.of(call.cluster().node().state().cib(), now(), move.resource());
        int undone = further.run(move.undo());
        Waiting.untilIdle(call.cluster().node(), move.timeoutSeconds());
        Places stayed = Places.of(call.cluster().node().state().cib(), now(), move.resource());
        boolean arrived =
                move.node().isEmpty()
                        ? !places.isEmpty()
                        : places.running().values().stream()
                                .anyMatch(nodes -> nodes.contains(move.node()));
        if (!arrived) {
            throw CommandFailure.because(
                    "Unable to move resource '%s'%s: %s"
                            .formatted(
                                    move.resource(),
                                    move.node().isEmpty() ? "" : " to '" + move.node() + "'",
                                    places.text(move.resource())));
        }
        if (!stayed.equals(places)) {
            call.warn(
                    List.of(
                            "Warning: the resource went back as soon as the constraint was taken"
                                    + " away: "
                                    + stayed.text(move.resource())));
        }
        call.warn(List.of(stayed.text(move.resource())));
        return Optional.of(undone);
    }

    /** Whether a resource is this one, or inside of it. */
    private static boolean concerns(Element cib, String resource, String name) {
        if (resource.equals(name)) {
            return true;
        }
        return cib.childOrEmpty("configuration").childOrEmpty("resources").children().stream()
                .filter(top -> top.id().equals(resource))
                .anyMatch(top -> contains(top, name));
    }

    private static boolean contains(Element in, String name) {
        return in.children().stream()
                .anyMatch(child -> child.id().equals(name) || contains(child, name));
    }

    private void show(RuntimeRequest.ShowResources show, ToolCall call)
            throws CommandFailure, InterruptedException {
        List<String> names = new ArrayList<>();
        if (!show.id().isEmpty()) {
            names.add(show.id());
        }
        if (!show.node().isEmpty()) {
            names.add("node=" + show.node());
        }
        status.print(
                new ClusterOrder.Show(
                        show.stonith()
                                ? ClusterOrder.Subject.FENCING
                                : ClusterOrder.Subject.RESOURCES,
                        names,
                        false,
                        show.hideInactive(),
                        "text"),
                call);
    }

    private static void forget(
            String resource, String node, String operation, boolean history, ToolCall call)
            throws CommandFailure, InterruptedException {
        LiveCluster.submit(
                call.cluster().node(),
                new Command.CleanUp(orNull(resource), orNull(node), orNull(operation), history));
        String where = node.isEmpty() ? "all nodes" : node;
        call.warn(
                List.of(
                        resource.isEmpty()
                                ? "Cleaned up all resources on " + where
                                : "Cleaned up %s on %s".formatted(resource, where)));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private void restart(RuntimeRequest.RestartResource restart, ToolCall call, Further further)
            throws CommandFailure, InterruptedException {
        String name = restart.resource();
        boolean onNode = !restart.node().isEmpty();
        List<String> stop =
                onNode
                        ? List.of("resource", "ban", name, restart.node())
                        : List.of("resource", "disable", name);
        List<String> start =
                onNode
                        ? List.of("resource", "clear", name, restart.node())
                        : List.of("resource", "enable", name);
        int code = further.run(stop);
        if (code == 0) {
            Waiting.untilIdle(call.cluster().node(), restart.timeoutSeconds());
            code = further.run(start);
        }
        if (code != 0) {
            throw new CommandFailure(code, List.of());
        }
        Waiting.untilIdle(call.cluster().node(), restart.timeoutSeconds());
        call.print(name + " successfully restarted\n");
    }

    private void relocate(
            RuntimeRequest.Relocate relocate, Element base, ToolCall call, Further further)
            throws CommandFailure, InterruptedException {
        Element ideal = Simulated.after(withoutStickiness(base), now());
        List<String> moves = new ArrayList<>();
        for (String name : Simulated.affected(base, ideal, now(), true)) {
            boolean asked = relocate.resources().isEmpty() || relocate.resources().contains(name);
            Places place = Places.of(ideal, now(), name);
            if (asked && !place.isEmpty()) {
                moves.add(name);
                String node = place.running().values().iterator().next().first();
                call.print("%s: to %s%n".formatted(name, node));
                if (!relocate.dryRun()) {
                    int _ = further.run(List.of("resource", "move", name, node));
                }
            }
        }
        if (moves.isEmpty()) {
            call.print("Every resource is where it would be.\n");
        }
    }

    /** Resources that do not cling to where they are. */
    private static Element withoutStickiness(Element element) {
        if (element.is("nvpair") && "resource-stickiness".equals(element.attribute("name"))) {
            return element.with("value", "0");
        }
        return element.withChildren(
                element.children().stream().map(RuntimeOrders::withoutStickiness).toList());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault());
    }
}
