package io.aplomb.cluster.live;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node does when it has no majority: which policy holds for what it runs, and whether the
 * survivor of two may go on alone. Not for several threads at once.
 *
 * <p>Two voters have no majority without each other, and none can tell a dead other from a cut
 * cable. The survivor goes on alone when the other's machine itself says that the process is dead,
 * when the other has left in order or was fenced, or where {@code no-quorum-policy=ignore} says
 * that running twice is the lesser evil. Else what runs here goes on and nothing is taken over.
 */
final class Alone {
    private static final long MILLISECOND_NS = 1_000_000;

    /** An election takes no longer where one is possible. */
    private static final long LEADERLESS_NS = 700 * MILLISECOND_NS;

    private final String self;
    private long leaderlessNs;
    private boolean asked;
    private boolean warned;
    private boolean gone;
    private boolean fenced;
    private @Nullable String confirmed;

    Alone(String self, long startNs) {
        this.self = self;
        this.leaderlessNs = startNs;
    }

    void leaderChanged(@Nullable String leader, Now now) {
        if (leader != null) {
            leaderlessNs = Long.MIN_VALUE;
            asked = false;
            warned = false;
            gone = false;
            fenced = false;
            confirmed = null;
        } else if (leaderlessNs == Long.MIN_VALUE) {
            leaderlessNs = now.monotonicNs();
        }
    }

    /** A person says that a node is down. */
    void confirmed(String node) {
        confirmed = node;
    }

    /** What the guard does with the resources here when the lease lapses. */
    LapsePolicy lapsePolicy(ClusterState state) {
        String policy = policy(state);
        boolean devices = FencingDesk.hasDevices(state) && fencingEnabled(state);
        if (policy.isEmpty() || policy.equals("ignore")) {
            // of two, neither takes over from the other without proof
            return isPair(state) ? LapsePolicy.FREEZE : LapsePolicy.STOP;
        }
        return switch (policy) {
            case "freeze" -> devices || isPair(state) ? LapsePolicy.FREEZE : LapsePolicy.STOP;
            case "suicide" -> fencingEnabled(state) ? LapsePolicy.SUICIDE : LapsePolicy.STOP;
            case "demote" -> LapsePolicy.DEMOTE;
            default -> LapsePolicy.STOP;
        };
    }

    private static String policy(ClusterState state) {
        String policy = state.property("no-quorum-policy");
        return policy == null ? "" : policy.toLowerCase(Locale.ROOT);
    }

    private static boolean fencingEnabled(ClusterState state) {
        String enabled = state.property("stonith-enabled");
        return enabled == null || !List.of("false", "no", "off", "0").contains(enabled);
    }

    /** Whether this is one of two voters, with nobody else to ask. */
    private boolean isPair(ClusterState state) {
        return state.membership().voters() == 2
                && state.membership().find(self).filter(Member::votes).isPresent();
    }

    private Optional<Member> other(ClusterState state) {
        return state.membership().members().stream()
                .filter(member -> member.votes() && !member.name().equals(self))
                .findFirst();
    }

    /** Fencing that was asked for here came to an end; false where it was not. */
    boolean fencingFinished(FencingRecord record, Now now) {
        if (!asked || leaderlessNs == Long.MIN_VALUE) {
            return false;
        }
        fenced = record.succeeded();
        if (!fenced) {
            // once more, after as long as it took to notice
            asked = false;
            leaderlessNs = now.monotonicNs();
        }
        return true;
    }

    void work(
            ClusterState state,
            @Nullable String leader,
            Map<String, Controller.Peer> peers,
            Now now,
            List<Effect> effects) {
        Optional<Member> other = other(state);
        if (leader != null
                || !isPair(state)
                || other.isEmpty()
                || leaderlessNs == Long.MIN_VALUE
                || now.monotonicNs() - leaderlessNs < LEADERLESS_NS) {
            return;
        }
        String name = other.get().name();
        Controller.Peer peer = peers.get(name);
        if (peer == null && name.equals(confirmed)) {
            // never heard of since the start, and nobody but a person could know
            peer = new Controller.Peer(false, Input.Loss.SILENCE, leaderlessNs);
        }
        if (peer == null || peer.up() || now.monotonicNs() - peer.sinceNs() < waitNs(state)) {
            return;
        }
        boolean certain = peer.cause() != Input.Loss.SILENCE || fenced || name.equals(confirmed);
        if (certain || policy(state).equals("ignore")) {
            goOn(name, peer, certain, now, effects);
        } else if (FencingDesk.hasDevices(state) && fencingEnabled(state)) {
            if (!asked) {
                asked = true;
                effects.add(new Effect.Fence(name, "off", 60_000, 0));
            }
        } else if (!warned) {
            warned = true;
            report(
                    "%s is silent, and of two nodes none can tell whether the other is dead: what runs here goes on, nothing is taken over. A third small machine ends this: aplomb quorum witness add HOST; or a fence device: aplomb stonith create ...; if you know that %s is dead: aplomb stonith confirm %s"
                            .formatted(name, name, name),
                    now,
                    effects);
        }
    }

    private static long waitNs(ClusterState state) {
        LeaseSettings leases = LeaseSettings.of(state);
        return leases.leaseNs() + leases.marginNs();
    }

    private void goOn(
            String other, Controller.Peer peer, boolean certain, Now now, List<Effect> effects) {
        if (gone) {
            return;
        }
        gone = true;
        String why =
                other.equals(confirmed)
                        ? "a person says that " + other + " is down"
                        : fenced
                                ? other + " was fenced"
                                : peer.cause() == Input.Loss.PROCESS_DEATH
                                        ? "the machine of "
                                                + other
                                                + " says that its process is dead"
                                        : certain
                                                ? other + " has left"
                                                : other
                                                        + " is silent, and no-quorum-policy=ignore wants it so: if it lives, resources run twice";
        report("goes on alone: " + why, now, effects);
        effects.add(new Effect.GoOnAlone(why));
    }

    private void report(String text, Now now, List<Effect> effects) {
        effects.add(
                new Effect.Report(
                        new ClusterEvent(
                                ClusterEvent.Kind.DEGRADED,
                                now.wallMs(),
                                now.monotonicNs(),
                                self,
                                "",
                                text)));
    }
}
