package io.aplomb.cluster.explain;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.cluster.schedule.Account;
import io.aplomb.cluster.schedule.Contribution;
import java.util.ArrayList;
import java.util.List;

/** Puts into words what speaks for and against a node. */
final class Reasons {
    private Reasons() {}

    /** Everything about a node that keeps resources away from it, and what was counted. */
    static List<Phrase> of(Account.Place place) {
        List<Phrase> reasons = new ArrayList<>(ofMachine(place.machine()));
        for (Contribution each : place.contributions()) {
            reasons.add(of(each, place));
        }
        return reasons;
    }

    static List<Phrase> ofMachine(Account.Machine machine) {
        List<Phrase> reasons = new ArrayList<>();
        if (machine.unclean()) {
            reasons.add(
                    new Phrase(
                            "its state is not known (unclean)", "son état est inconnu (unclean)"));
        } else if (!machine.online()) {
            reasons.add(new Phrase("it is offline", "il est hors ligne"));
        }
        if (machine.standby()) {
            reasons.add(
                    machine.pending()
                            ? new Phrase("it is still joining", "il est en train de rejoindre")
                            : new Phrase("it is in standby", "il est en veille (standby)"));
        }
        if (machine.maintenance()) {
            reasons.add(new Phrase("it is in maintenance", "il est en maintenance"));
        }
        if (machine.shutdown()) {
            reasons.add(new Phrase("it is shutting down", "il est en train de s'arrêter"));
        }
        return reasons;
    }

    private static Phrase of(Contribution each, Account.Place place) {
        String score = " (" + signed(each.score()) + ")";
        String name = each.name();
        boolean against = each.score() < 0;
        Phrase what =
                switch (each.cause()) {
                    case LOCATION ->
                            against
                                    ? new Phrase(
                                            "the constraint " + name + " is against it",
                                            "la contrainte " + name + " s'y oppose")
                                    : new Phrase(
                                            "the constraint " + name + " prefers it",
                                            "la contrainte " + name + " le préfère");
                    case HEALTH ->
                            new Phrase(
                                    "the health of the node (" + name + ")",
                                    "la santé du nœud (" + name + ")");
                    case STICKINESS ->
                            new Phrase(
                                    "it is there already (resource-stickiness)",
                                    "elle y est déjà (resource-stickiness)");
                    case FAILURES -> failures(each, place);
                    case COLOCATION ->
                            new Phrase("the colocation " + name, "la colocation " + name);
                    case FOLLOWER ->
                            new Phrase(
                                    "what " + name + " prefers, which goes with it",
                                    "ce que préfère " + name + ", qui va avec elle");
                    case TICKET ->
                            new Phrase(
                                    "the ticket " + name + " is not held",
                                    "le ticket " + name + " n'est pas détenu");
                    case CAPACITY ->
                            new Phrase(
                                    "not enough capacity is left",
                                    "il n'y reste pas assez de capacité");
                    case SHUTDOWN_LOCK ->
                            new Phrase(
                                    "it waits for " + name + " to come back (shutdown-lock)",
                                    "elle attend le retour de " + name + " (shutdown-lock)");
                };
        return new Phrase(what.english() + score, what.french() + score);
    }

    private static Phrase failures(Contribution each, Account.Place place) {
        String times = Scores.print(place.failures());
        return new Phrase(
                each.name() + " failed there too often, fail-count " + times,
                each.name() + " y a échoué trop souvent, fail-count " + times);
    }

    static String signed(int score) {
        return score > 0 ? "+" + Scores.print(score) : Scores.print(score);
    }
}
