package io.aplomb.cluster.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A replicated log with the contract of the real one, over the links of a {@link SimulatedCluster}:
 * what is committed stays, in one order; who has no majority commits nothing; a leader that is
 * deposed may believe for a while that it leads; whether a command was committed may stay unknown.
 */
final class SimulatedStore {
    private final SimulatedCluster cluster;
    private final Agenda agenda;
    private final Random random;
    private final List<Command> log = new ArrayList<>();
    private final List<StateMachine.Applied> applied = new ArrayList<>();
    private ClusterState state;
    private @Nullable String leader;
    private int leaderLife;
    private long term;
    private boolean electing;

    SimulatedStore(SimulatedCluster cluster, Agenda agenda, Random random, ClusterState initial) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.random = random;
        this.state = initial;
    }

    int length() {
        return log.size();
    }

    Command command(int index) {
        return log.get(index);
    }

    StateMachine.Applied applied(int index) {
        return applied.get(index);
    }

    ClusterState state() {
        return state;
    }

    @Nullable String leader() {
        return leader;
    }

    long term() {
        return term;
    }

    /** Whether the process that was elected still runs: its successor leads by another term. */
    boolean isLed() {
        return leader != null && cluster.node(leader).life() == leaderLife;
    }

    /** Elections, each few milliseconds. */
    void tick() {
        if (leader != null && (!hasMajority(leader) || cluster.node(leader).life() != leaderLife)) {
            leader = null;
            // it does not know yet; who can be told is told
            cluster.nodes().forEach(node -> toldLater(node, null, term));
        }
        if (leader == null && !electing) {
            electing = true;
            agenda.after((80 + random.nextInt(150)) * Agenda.MS, this::elect);
        }
    }

    private void elect() {
        electing = false;
        List<String> able =
                state.membership().members().stream()
                        .filter(Member::votes)
                        .map(Member::name)
                        .filter(this::hasMajority)
                        .sorted(
                                Comparator.comparing(
                                        (String name) ->
                                                state.membership()
                                                                .find(name)
                                                                .filter(Member::runsResources)
                                                                .isPresent()
                                                        ? 0
                                                        : 1))
                        .toList();
        if (leader != null || able.isEmpty()) {
            return;
        }
        String elected = able.get(random.nextInt(Math.max(1, able.size() - 1)));
        leader = elected;
        leaderLife = cluster.node(elected).life();
        term++;
        long now = term;
        SimulatedNode node = cluster.node(elected);
        agenda.after(
                (2 + random.nextInt(10)) * Agenda.MS,
                () -> {
                    if (elected.equals(leader) && term == now) {
                        node.catchUp();
                        node.on(new Input.Leads(now));
                    }
                });
        for (SimulatedNode other : cluster.nodes()) {
            if (other != node) {
                toldLater(other, elected, now);
            }
        }
    }

    private void toldLater(SimulatedNode node, @Nullable String who, long since) {
        agenda.after(
                (1 + random.nextInt(150)) * Agenda.MS,
                () -> {
                    boolean reachable = who == null || cluster.areConnected(node.name(), who);
                    if (term == since && reachable && !node.name().equals(leader)) {
                        node.on(new Input.Follows(who, since));
                    }
                });
    }

    boolean hasMajority(String of) {
        Membership members = state.membership();
        long reached =
                members.members().stream()
                        .filter(Member::votes)
                        .filter(
                                member ->
                                        cluster.node(member.name()).isRunning()
                                                && (member.name().equals(of)
                                                        || cluster.areConnected(member.name(), of)))
                        .count();
        return cluster.node(of).isRunning() && reached >= members.quorum();
    }

    /** A command of a node: goes to the leader, and from there into the log. */
    void submit(SimulatedNode from, Command command) {
        agenda.after(
                (1 + random.nextInt(4)) * Agenda.MS,
                () -> {
                    String to = leader;
                    boolean reaches =
                            to != null
                                    && from.isRunning()
                                    && hasMajority(to)
                                    && (to.equals(from.name())
                                            || cluster.areConnected(from.name(), to));
                    if (!reaches) {
                        from.later(300, new Input.NotCommitted(command, "no leader"));
                        return;
                    }
                    commit(command);
                    if (random.nextInt(50) == 0) {
                        // the answer is lost on the way
                        from.later(100, new Input.NotCommitted(command, "not known"));
                    }
                });
    }

    private void commit(Command command) {
        // what is in the log went through octets
        Command read = CommandCodec.decode(CommandCodec.encode(command));
        StateMachine.Applied result = StateMachine.apply(state, read);
        state = result.state();
        log.add(read);
        applied.add(result);
        cluster.nodes().forEach(SimulatedNode::catchUpSoon);
    }

    /** Whether the log reaches a node. */
    boolean reaches(SimulatedNode node) {
        String from = leader;
        return from != null
                && (from.equals(node.name()) || cluster.areConnected(node.name(), from));
    }
}
