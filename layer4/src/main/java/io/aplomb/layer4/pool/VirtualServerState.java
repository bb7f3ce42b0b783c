package io.aplomb.layer4.pool;

import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.SorryServer;
import java.util.ArrayList;
import java.util.List;

/**
 * The real servers of a virtual server and its quorum, as keepalived keeps them.
 *
 * <ol>
 *   <li>A real server is alive while all its checks are up.
 *   <li>The quorum is gained at {@code quorum + hysteresis} of weight of live servers, and lost
 *       below {@code quorum - hysteresis}, or without any.
 *   <li>Without a quorum the sorry server, if there is one, takes the place of all. Without a sorry
 *       server the quorum only tells scripts.
 *   <li>A server that leaves stays in the tables with weight 0 if it has {@code
 *       inhibit_on_failure}; likewise the sorry server.
 * </ol>
 *
 * For one thread.
 */
public final class VirtualServerState {

    private static final int MAX_WEIGHT = 65_535;

    private final VirtualServer config;
    private final List<Member> members = new ArrayList<>();
    private boolean quorum;

    /** A real server. */
    private static final class Member {
        private final RealServer config;
        private final boolean[] up;
        private final int[] weightChange;

        Member(RealServer config) {
            this.config = config;
            this.up = new boolean[config.checkers().size()];
            this.weightChange = new int[up.length];
            for (int i = 0; i < up.length; i++) {
                up[i] = !config.checkers().get(i).timing().alpha();
            }
        }

        boolean isAlive() {
            for (boolean check : up) {
                if (!check) {
                    return false;
                }
            }
            return true;
        }

        int weight() {
            long weight = config.weight();
            for (int change : weightChange) {
                weight += change;
            }
            return Math.clamp(weight, 0, MAX_WEIGHT);
        }
    }

    public VirtualServerState(VirtualServer config) {
        this.config = config;
        config.realServers().forEach(real -> members.add(new Member(real)));
    }

    public VirtualServer config() {
        return config;
    }

    public boolean hasQuorum() {
        return quorum;
    }

    /** Whether that real server is alive. */
    public boolean isAlive(int server) {
        return members.get(server).isAlive();
    }

    /** The weight it has now, whether alive or not. */
    public int weight(int server) {
        return members.get(server).weight();
    }

    /**
     * Begins.
     *
     * @param tellServers {@code rs_init_notifies}: scripts are told of servers that are alive
     */
    public List<PoolEffect> start(boolean tellServers) {
        List<PoolEffect> effects = new ArrayList<>();
        effects.add(new PoolEffect.PoolChanged());
        for (int i = 0; i < members.size(); i++) {
            if (tellServers) {
                effects.add(isAlive(i) ? new PoolEffect.ServerUp(i) : new PoolEffect.ServerDown(i));
            }
        }
        updateQuorum(effects);
        if (!quorum && config.sorryServer() != null) {
            effects.add(new PoolEffect.QuorumLost(liveWeight()));
        }
        return effects;
    }

    /**
     * A check has gone up or down, or has set a weight.
     *
     * @param weightChange what it adds to the configured weight, 0 for nothing
     */
    public List<PoolEffect> checked(int server, int check, boolean up, int weightChange) {
        Member member = members.get(server);
        Pool before = pool();
        boolean wasAlive = member.isAlive();
        member.up[check] = up;
        member.weightChange[check] = weightChange;
        List<PoolEffect> effects = new ArrayList<>();
        if (member.isAlive() != wasAlive) {
            effects.add(
                    wasAlive ? new PoolEffect.ServerDown(server) : new PoolEffect.ServerUp(server));
        }
        updateQuorum(effects);
        if (!pool().equals(before)) {
            // Connections first: scripts are told of what is already so.
            effects.addFirst(new PoolEffect.PoolChanged());
        }
        return effects;
    }

    /** Ends; with {@code omega} scripts are told that everything is gone. */
    public List<PoolEffect> stop() {
        List<PoolEffect> effects = new ArrayList<>();
        if (config.omega()) {
            for (int i = 0; i < members.size(); i++) {
                if (isAlive(i)) {
                    effects.add(new PoolEffect.ServerDown(i));
                }
            }
            if (quorum) {
                effects.add(new PoolEffect.QuorumLost(0));
            }
        }
        return effects;
    }

    private void updateQuorum(List<PoolEffect> effects) {
        long weight = liveWeight();
        VirtualServer.Quorum wanted = config.quorum();
        if (!quorum && weight >= wanted.weight() + wanted.hysteresis()) {
            quorum = true;
            effects.add(new PoolEffect.QuorumGained(weight));
        } else if (quorum && (weight == 0 || weight < wanted.weight() - wanted.hysteresis())) {
            quorum = false;
            effects.add(new PoolEffect.QuorumLost(weight));
        }
    }

    /** The sum of weights of live real servers. */
    public long liveWeight() {
        return members.stream().filter(Member::isAlive).mapToLong(Member::weight).sum();
    }

    /** Who stands in the kernel's tables now. */
    public Pool pool() {
        SorryServer sorry = config.sorryServer();
        boolean sorryServes = sorry != null && !quorum;
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.isAlive() && !sorryServes) {
                targets.add(target(i, member.config, member.weight(), false));
            } else if (member.config.inhibitOnFailure()) {
                targets.add(target(i, member.config, 0, true));
            }
        }
        if (sorry != null && (sorryServes || sorry.inhibit())) {
            int weight = sorryServes ? 1 : 0;
            targets.add(
                    new Target(
                            members.size(),
                            sorry.address(),
                            sorry.port(),
                            sorry.forwarding(),
                            weight,
                            !sorryServes,
                            0,
                            0));
        }
        return new Pool(targets);
    }

    private static Target target(int slot, RealServer real, int weight, boolean failed) {
        return new Target(
                slot,
                real.address(),
                real.port(),
                real.forwarding(),
                weight,
                failed,
                real.upperThreshold(),
                real.lowerThreshold());
    }

    /**
     * What an exit status of a {@code misc_dynamic} program adds to the configured weight; 0 and 1
     * leave the weight as it was (keepalived.conf(5)).
     *
     * @param before what the check has added so far
     */
    public static int weightChange(Checker.Misc check, RealServer server, int status, int before) {
        if (!check.dynamic() || status < 2) {
            return before;
        }
        return status - 2 - server.weight();
    }
}
