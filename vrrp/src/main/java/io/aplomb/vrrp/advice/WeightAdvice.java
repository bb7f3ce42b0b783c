package io.aplomb.vrrp.advice;

import io.aplomb.base.Severity;
import io.aplomb.vrrp.advice.Advice.Topic;
import io.aplomb.vrrp.router.Election;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.track.Tracking;
import io.aplomb.vrrp.track.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds weights that do not do what their author meant. Pure.
 *
 * <p>Each item is tried alone: all else well, this one failed. What then counts is on which side of
 * the peers' priorities the router stands.
 */
public final class WeightAdvice {

    private final RouterConfig config;
    private final Election election;
    private final boolean groupIgnoresWeights;
    private final @Nullable PeerPriorities peers;
    private final List<Advice> found = new ArrayList<>();

    private WeightAdvice(
            RouterConfig config, boolean groupIgnoresWeights, @Nullable PeerPriorities peers) {
        this.config = config;
        election = config.election();
        this.groupIgnoresWeights = groupIgnoresWeights;
        this.peers = peers;
    }

    /**
     * What is to be said about a virtual router.
     *
     * @param groupIgnoresWeights whether it is a member of a sync group without {@code
     *     sync_group_tracking_weight} and {@code global_tracking}
     * @param peers what is known of the others; null when nothing
     */
    public static List<Advice> about(
            RouterConfig config, boolean groupIgnoresWeights, @Nullable PeerPriorities peers) {
        return new WeightAdvice(config, groupIgnoresWeights, peers).all();
    }

    /** What is to be said to somebody who sets {@code max_auto_priority}. */
    public static Advice aboutAutoPriority(int maxAutoPriority) {
        return new Advice(
                Topic.AUTO_PRIORITY,
                Severity.NOTICE,
                "",
                "",
                "max_auto_priority "
                        + maxAutoPriority
                        + " lets the process run ahead of others on a busy processor; it does not"
                        + " change any VRRP priority",
                "max_auto_priority "
                        + maxAutoPriority
                        + " fait passer le processus avant les autres sur un processeur chargé ;"
                        + " aucune priorité VRRP n'en est changée");
    }

    private List<Advice> all() {
        preemption();
        List<TrackedItem> weighted =
                config.tracked().stream().filter(item -> !item.faults()).toList();
        config.tracked().stream().filter(TrackedItem::faults).forEach(this::weightZero);
        if (election.isOwner()) {
            weighted.forEach(this::ownerIgnores);
        } else if (groupIgnoresWeights) {
            weighted.forEach(this::groupIgnores);
        } else if (!weighted.isEmpty()) {
            weights(weighted);
        }
        return List.copyOf(found);
    }

    private void weights(List<TrackedItem> weighted) {
        clamped(weighted);
        if (!election.honoured().preempt()) {
            nopreempt(weighted.getFirst());
        }
        if (peers == null) {
            return;
        }
        int healthy = priorityWithout(null);
        if (healthy < peers.highest()) {
            neverPreferred(healthy, peers.highest());
            return;
        }
        // A file's number has no bound, so nothing is certain about its failure.
        for (TrackedItem item : weighted) {
            if (item.kind() != TrackedItem.Kind.FILE) {
                failure(item, healthy, priorityWithout(item), peers.highest());
            }
        }
    }

    private void failure(TrackedItem item, int healthy, int failed, int peer) {
        if (failed > healthy) {
            return; // reversed: its failure is welcome
        }
        if (failed > peer) {
            int enough = peer - 1 - (item.weight() > 0 ? failed : healthy);
            add(
                    Topic.FAILURE_KEEPS_MASTER,
                    Severity.WARNING,
                    item.name(),
                    "when '%s' fails the priority goes from %d to %d and the next router has %d:"
                                    .formatted(item.name(), healthy, failed, peer)
                            + " the addresses stay here. Weight %d, or 0 for a fault, moves them"
                                    .formatted(enough),
                    "quand « %s » échoue, la priorité passe de %d à %d et le routeur suivant a %d :"
                                    .formatted(item.name(), healthy, failed, peer)
                            + " les adresses restent ici. Le poids %d, ou 0 pour une panne, les"
                                    .formatted(enough)
                            + " déplace");
        } else if (failed == peer) {
            add(
                    Topic.FAILURE_TIES,
                    Severity.WARNING,
                    item.name(),
                    "when '%s' fails the priority is %d, as that of the next router: a Master of"
                                    .formatted(item.name(), failed)
                            + " equal priority is not replaced, so the addresses stay here",
                    "quand « %s » échoue, la priorité est de %d, comme celle du routeur suivant : un"
                                    .formatted(item.name(), failed)
                            + " maître de même priorité n'est pas remplacé, les adresses restent"
                            + " ici");
        }
    }

    private void neverPreferred(int healthy, int peer) {
        add(
                Topic.NEVER_PREFERRED,
                Severity.NOTICE,
                "",
                "with everything well the priority is %d and another router has %d: weights here"
                                .formatted(healthy, peer)
                        + " only matter when that one fails",
                "quand tout va bien, la priorité est de %d et un autre routeur a %d : les poids d'ici"
                                .formatted(healthy, peer)
                        + " ne comptent que si celui-là tombe");
    }

    private void clamped(List<TrackedItem> weighted) {
        long highest = election.priority();
        long lowest = election.priority();
        for (TrackedItem item : weighted) {
            if (item.kind() == TrackedItem.Kind.FILE) {
                return;
            }
            int gain = item.weight() * (item.reverse() ? -1 : 1);
            highest += Math.max(gain, 0);
            lowest += Math.min(gain, 0);
        }
        if (highest > Tracking.MAX_PRIORITY || lowest < Tracking.MIN_PRIORITY) {
            add(
                    Topic.CLAMPED,
                    Severity.WARNING,
                    "",
                    "the weights make priorities from %d to %d, which are cut to 1 to 254: beyond"
                                    .formatted(lowest, highest)
                            + " that a further failure changes nothing",
                    "les poids donnent des priorités de %d à %d, ramenées entre 1 et 254 : au-delà,"
                                    .formatted(lowest, highest)
                            + " une panne de plus ne change rien");
        }
    }

    private void nopreempt(TrackedItem item) {
        add(
                Topic.NOPREEMPT_FIGHTS_WEIGHTS,
                Severity.WARNING,
                item.name(),
                "'%s' has a weight and this router has nopreempt: a Backup with nopreempt leaves"
                                .formatted(item.name())
                        + " any living Master alone, however low its priority. Remove nopreempt, or"
                        + " use weight 0, which makes the Master give up",
                "« %s » a un poids et ce routeur a nopreempt : un secours avec nopreempt laisse en"
                                .formatted(item.name())
                        + " place tout maître vivant, si basse que soit sa priorité. Retirez"
                        + " nopreempt, ou prenez le poids 0, par lequel le maître se retire");
    }

    private void weightZero(TrackedItem item) {
        String english = item.reverse() ? "while '%s' is up" : "when '%s' fails";
        String french = item.reverse() ? "tant que « %s » fonctionne" : "quand « %s » échoue";
        add(
                Topic.WEIGHT_ZERO,
                Severity.NOTICE,
                item.name(),
                english.formatted(item.name())
                        + " this router gives the addresses up at once (weight 0 is a fault); if it"
                        + " fails on every router, none holds them",
                french.formatted(item.name())
                        + ", ce routeur rend aussitôt les adresses (le poids 0 est une panne) ; si"
                        + " cela arrive sur tous les routeurs, aucun ne les porte");
    }

    private void ownerIgnores(TrackedItem item) {
        add(
                Topic.OWNER_IGNORES_WEIGHTS,
                Severity.WARNING,
                item.name(),
                "priority 255 is that of the owner of the addresses and never changes: the weight"
                        + " of '%s' has no effect. Use 254 or less, or weight 0"
                                .formatted(item.name()),
                "la priorité 255 est celle du propriétaire des adresses et ne change jamais : le"
                        + " poids de « %s » est sans effet. Prenez 254 ou moins, ou le poids 0"
                                .formatted(item.name()));
    }

    private void groupIgnores(TrackedItem item) {
        add(
                Topic.GROUP_IGNORES_WEIGHTS,
                Severity.WARNING,
                item.name(),
                "members of a sync group must agree, so the weight of '%s' has no effect. Track it"
                                .formatted(item.name())
                        + " in the group, use weight 0, or set sync_group_tracking_weight",
                "les membres d'un groupe doivent s'accorder, donc le poids de « %s » est sans effet."
                                .formatted(item.name())
                        + " Suivez-le dans le groupe, prenez le poids 0, ou activez"
                        + " sync_group_tracking_weight");
    }

    private void preemption() {
        Election honoured = election.honoured();
        if (!election.preempt() && honoured.preempt()) {
            String why = election.startAsMaster() ? "state MASTER" : "priority 255";
            add(
                    Topic.NOPREEMPT_WITHOUT_EFFECT,
                    Severity.WARNING,
                    "",
                    "nopreempt has no effect with " + why + "; write state BACKUP on every router",
                    "nopreempt est sans effet avec "
                            + why
                            + " ; écrivez state BACKUP sur chaque routeur");
        }
        if (election.preemptDelayNs() > 0 && honoured.preemptDelayNs() == 0) {
            String why = election.startAsMaster() ? "state MASTER" : "nopreempt";
            add(
                    Topic.DELAY_WITHOUT_EFFECT,
                    Severity.WARNING,
                    "",
                    "preempt_delay has no effect with " + why,
                    "preempt_delay est sans effet avec " + why);
        }
    }

    /** The effective priority when all is well, but for that item. */
    private int priorityWithout(@Nullable TrackedItem failed) {
        List<TrackedItem> items =
                config.tracked().stream()
                        .filter(item -> item.kind() != TrackedItem.Kind.FILE)
                        .toList();
        Verdict verdict =
                Tracking.judge(
                        election.priority(),
                        items,
                        name -> TrackStatus.of(failed == null || !name.equals(failed.name())));
        return verdict.priority();
    }

    private void add(Topic topic, Severity severity, String item, String english, String french) {
        found.add(new Advice(topic, severity, config.name(), item, english, french));
    }
}
