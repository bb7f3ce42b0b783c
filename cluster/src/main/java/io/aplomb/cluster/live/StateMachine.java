package io.aplomb.cluster.live;

import static io.aplomb.cluster.live.Cibs.element;

import io.aplomb.cluster.schedule.NodeStates;
import io.aplomb.model.cib.Element;
import io.aplomb.model.cib.SafetySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How committed commands change the state: the same on every node, whatever its clock says. Pure.
 */
public final class StateMachine {
    private StateMachine() {}

    /** The state after a command, and what is answered. */
    public record Applied(ClusterState state, Reply reply) {}

    /** Applies a command that does not say when it was given. */
    public static Applied apply(ClusterState state, Command command) {
        return apply(state, command, 0);
    }

    /**
     * Applies a command.
     *
     * @param givenMs when it was given, in milliseconds since 1970; 0 where that is not known
     */
    public static Applied apply(ClusterState state, Command command, long givenMs) {
        Applied applied = applied(state, command);
        ClusterState changed =
                switch (command) {
                    case Command.ReplaceConfiguration _,
                            Command.ChangeMembership _,
                            Command.NodeUp _,
                            Command.SetAttribute _ ->
                            Watchdogs.told(applied.state());
                    default -> applied.state();
                };
        return applied.reply() instanceof Reply.Refused
                ? new Applied(changed, applied.reply())
                : new Applied(Alertable.noted(state, command, changed, givenMs), applied.reply());
    }

    private static Applied applied(ClusterState state, Command command) {
        return switch (command) {
            case Command.ReplaceConfiguration replace -> replace(state, replace);
            case Command.ChangeMembership change -> done(membership(state, change.membership()));
            case Command.TakeOffice office -> office(state, office);
            case Command.NodeUp up -> nodeUp(state, up);
            case Command.BarSession bar -> bar(state, bar);
            case Command.NodeDown down -> nodeDown(state, down);
            case Command.RequestShutdown leave ->
                    setAttribute(
                            state, leave.node(), "shutdown", Long.toString(leave.atMs() / 1000));
            case Command.GiveOrders give -> orders(state, give);
            case Command.RecordResults record -> Results.record(state, record);
            case Command.ExpireOrder expire -> Results.expire(state, expire);
            case Command.SetAttribute set ->
                    state.session(set.node()) == null
                            ? refused(state, "no node '" + set.node() + "' is there")
                            : done(
                                    state.withNode(
                                            set.node(),
                                            node ->
                                                    Cibs.withTransient(
                                                            node, set.name(), set.value())));
            case Command.CleanUp clean -> done(CleanUps.clean(state, clean));
            case Command.ClearFailures clear ->
                    done(
                            state.withNode(
                                    clear.node(),
                                    node ->
                                            Histories.withoutFailures(
                                                    node, clear.resource()::equals, null)));
            case Command.ForgetResource forget ->
                    done(
                            state.withNode(
                                    forget.node(),
                                    node -> Histories.forgotten(node, forget.resource()::equals)));
            case Command.RecordFencing record -> recordFencing(state, record);
            case Command.SetTicket ticket -> done(ticket(state, ticket));
            case Command.PutDocument document -> document(state, document);
            case Command.AlertsTold _ -> done(state);
        };
    }

    static Applied done(ClusterState state) {
        return new Applied(state, new Reply.Accepted(state.version()));
    }

    static Applied refused(ClusterState state, String why) {
        return new Applied(state, new Reply.Refused(why));
    }

    private static Applied replace(ClusterState state, Command.ReplaceConfiguration replace) {
        String version = state.version();
        String expected = replace.expectedVersion();
        if (expected != null && !expected.equals(version)) {
            return refused(
                    state,
                    "the configuration was changed meanwhile: it is %s, not %s"
                            .formatted(version, expected));
        }
        List<String> unsound = SafetySettings.of(replace.configuration()).problems();
        if (!unsound.isEmpty()) {
            return refused(state, String.join("; ", unsound));
        }
        Element cib =
                Cibs.advanced(
                        state.cib()
                                .withChanged(
                                        child -> child.is("configuration"),
                                        replace.configuration(),
                                        _ -> replace.configuration()));
        ClusterState changed = state.with(cib);
        List<ConfigurationVersion> history = new ArrayList<>(state.history());
        history.add(
                new ConfigurationVersion(
                        changed.version(),
                        replace.atMs(),
                        replace.author(),
                        replace.comment(),
                        replace.configuration()));
        return done(changed.withHistory(newest(history, ClusterState.MAX_HISTORY)));
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return all.size() <= count ? all : all.subList(all.size() - count, all.size());
    }

    private static ClusterState membership(ClusterState state, Membership membership) {
        Predicate<String> gone = name -> membership.find(name).isEmpty();
        Element cib =
                state.cib()
                        .withChanged(
                                child -> child.is("configuration"),
                                element("configuration"),
                                configuration ->
                                        configuration.withChanged(
                                                child -> child.is("nodes"),
                                                element("nodes"),
                                                nodes -> Cibs.nodes(membership, nodes)))
                        .withChanged(
                                child -> child.is("status"),
                                element("status"),
                                status ->
                                        status.withoutChildren(
                                                child ->
                                                        child.is("node_state")
                                                                && gone.test(
                                                                        child.attribute(
                                                                                "uname", ""))));
        List<PendingOrder> pending = new ArrayList<>(state.pending());
        pending.removeIf(order -> gone.test(order.node()));
        return state.with(Cibs.advanced(cib)).with(membership).withPending(pending);
    }

    private static Applied office(ClusterState state, Command.TakeOffice office) {
        if (office.term() < state.term()) {
            return refused(state, "term " + office.term() + " is over");
        }
        String id = Cibs.nodeId(state.cib(), state.membership(), office.node());
        Element cib = state.cib().with("have-quorum", "1").with("dc-uuid", id);
        return done(state.with(Cibs.counted(cib)).ledBy(office.node(), office.term()));
    }

    private static Applied nodeUp(ClusterState state, Command.NodeUp up) {
        if (state.membership().find(up.node()).isEmpty()) {
            return refused(state, "'" + up.node() + "' does not belong to this cluster");
        }
        NodeSession known = state.session(up.node());
        if (known != null && known.up() && known.incarnation().equals(up.incarnation())) {
            return done(state);
        }
        long number = known == null ? 1 : known.number() + 1;
        ClusterState changed =
                withoutOrders(state, up.node())
                        .withSession(
                                up.node(),
                                new NodeSession(number, up.incarnation(), true, false, 0, 0));
        if (!state.membership().find(up.node()).filter(Member::runsResources).isPresent()) {
            return done(changed);
        }
        return done(
                changed.withNode(
                        up.node(),
                        node -> {
                            Element fresh =
                                    node.withoutChildren(
                                                    child ->
                                                            child.is("lrm")
                                                                    || child.is(
                                                                            "transient_attributes"))
                                            .with("in_ccm", "true")
                                            .with("crmd", "online")
                                            .with("join", "member")
                                            .with("expected", "member")
                                            .with("crm-debug-origin", "aplomb");
                            for (var attribute : up.attributes().entrySet()) {
                                fresh =
                                        Cibs.withTransient(
                                                fresh, attribute.getKey(), attribute.getValue());
                            }
                            return fresh;
                        }));
    }

    private static ClusterState withoutOrders(ClusterState state, String node) {
        List<PendingOrder> pending = new ArrayList<>(state.pending());
        pending.removeIf(order -> order.node().equals(node));
        return state.withPending(pending);
    }

    private static Applied bar(ClusterState state, Command.BarSession bar) {
        NodeSession session = state.session(bar.node());
        if (session == null || session.number() != bar.session() || !session.up()) {
            return refused(state, "that session of '" + bar.node() + "' is over already");
        }
        return done(state.withSession(bar.node(), session.barred(bar.barred())));
    }

    private static Applied nodeDown(ClusterState state, Command.NodeDown down) {
        NodeSession session = state.session(down.node());
        if (session == null || session.number() != down.session() || !session.up()) {
            return refused(state, "that session of '" + down.node() + "' is over already");
        }
        ClusterState changed =
                withoutOrders(state, down.node()).withSession(down.node(), session.gone());
        if (!state.membership().find(down.node()).filter(Member::runsResources).isPresent()) {
            return done(changed);
        }
        return done(
                changed.withNode(
                        down.node(),
                        node ->
                                down.clean()
                                        ? NodeStates.down(node)
                                        : node.with("in_ccm", "false")
                                                .with("crmd", "offline")
                                                .with("join", "member")
                                                .with("expected", "member")));
    }

    private static Applied setAttribute(
            ClusterState state, String node, String name, String value) {
        return state.isUp(node)
                ? done(state.withNode(node, known -> Cibs.withTransient(known, name, value)))
                : refused(state, "'" + node + "' is not there");
    }

    private static Applied orders(ClusterState state, Command.GiveOrders give) {
        if (give.term() != state.term()) {
            return refused(state, "term " + give.term() + " is over");
        }
        List<PendingOrder> pending = new ArrayList<>(state.pending());
        for (PendingOrder order : give.orders()) {
            NodeSession session = state.session(order.node());
            if (session != null && session.up() && session.number() == order.session()) {
                pending.add(order);
            }
        }
        return done(state.withPending(pending));
    }

    /** What was done to a node says nothing of it when it has come again since. */
    private static Applied recordFencing(ClusterState state, Command.RecordFencing record) {
        FencingRecord fencing = record.fencing();
        boolean byTime =
                fencing.device().equals(FencingRecord.LEASE)
                        || fencing.device().equals(FencingRecord.WATCHDOG);
        boolean older =
                record.session() != Command.RecordFencing.ANY_SESSION
                        && record.session() < state.sessionNumber(fencing.target());
        boolean endsIt = fencing.succeeded() && !fencing.action().equals("on");
        return (byTime || (older && endsIt)) && state.isUp(fencing.target())
                ? refused(state, "'" + fencing.target() + "' is there again")
                : done(fenced(state, fencing));
    }

    private static ClusterState fenced(ClusterState state, FencingRecord fencing) {
        List<FencingRecord> all = new ArrayList<>(state.fencings());
        all.add(fencing);
        ClusterState changed = state.withFencings(newest(all, ClusterState.MAX_FENCINGS));
        if (!fencing.succeeded()) {
            return changed;
        }
        if (fencing.action().equals("on")) {
            String since = Long.toString(fencing.atMs() / 1000);
            return changed.withNode(
                    fencing.target(), node -> Cibs.withTransient(node, "#node-unfenced", since));
        }
        NodeSession session = changed.session(fencing.target());
        ClusterState ended =
                session == null || !session.up()
                        ? changed
                        : changed.withSession(fencing.target(), session.gone());
        return withoutOrders(ended, fencing.target()).withNode(fencing.target(), NodeStates::down);
    }

    private static ClusterState ticket(ClusterState state, Command.SetTicket ticket) {
        Element cib =
                state.cib()
                        .withChanged(
                                child -> child.is("status"),
                                element("status"),
                                status ->
                                        status.withChanged(
                                                child -> child.is("tickets"),
                                                element("tickets"),
                                                tickets ->
                                                        tickets.withChanged(
                                                                child ->
                                                                        child.id()
                                                                                .equals(
                                                                                        ticket
                                                                                                .ticket()),
                                                                element(
                                                                        "ticket_state",
                                                                        "id",
                                                                        ticket.ticket()),
                                                                known ->
                                                                        known.with(
                                                                                ticket.attribute(),
                                                                                ticket.value()))));
        return state.with(Cibs.counted(cib));
    }

    private static Applied document(ClusterState state, Command.PutDocument put) {
        StoredDocument known = state.documents().get(put.name());
        long version = known == null ? 0 : known.version();
        if (put.expectedVersion() >= 0 && put.expectedVersion() != version) {
            return refused(
                    state,
                    "'%s' was changed meanwhile: it is version %d, not %d"
                            .formatted(put.name(), version, put.expectedVersion()));
        }
        return done(
                state.withDocument(
                        new StoredDocument(
                                put.name(),
                                version + 1,
                                put.content(),
                                put.author(),
                                put.comment(),
                                put.atMs())));
    }
}
