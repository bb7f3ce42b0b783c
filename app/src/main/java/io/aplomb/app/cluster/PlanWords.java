package io.aplomb.app.cluster;

import io.aplomb.cluster.simulate.LossPlan;
import java.util.List;

/** The words of the table of losses, in two languages. */
enum PlanWords {
    ENGLISH(
            List.of("lost", "quorum", "fencing", "does not survive", "overloaded", "may run twice"),
            "kept",
            "LOST",
            "resources",
            "%d of %d losses harm nothing."),
    FRENCH(
            List.of("perdu", "quorum", "isolement", "ne survit pas", "surchargé", "en double ?"),
            "gardé",
            "PERDU",
            "ressources",
            "%d pertes sur %d ne nuisent à rien.");

    private final List<String> titles;
    private final String kept;
    private final String lost;
    private final String resources;
    private final String summary;

    PlanWords(List<String> titles, String kept, String lost, String resources, String summary) {
        this.titles = titles;
        this.kept = kept;
        this.lost = lost;
        this.resources = resources;
        this.summary = summary;
    }

    List<String> titles() {
        return titles;
    }

    String kept() {
        return kept;
    }

    String lost() {
        return lost;
    }

    String resources() {
        return resources;
    }

    String summary() {
        return summary;
    }

    String fencing(LossPlan.Fencing fencing) {
        boolean english = this == ENGLISH;
        return switch (fencing) {
            case DONE -> english ? "done" : "fait";
            case SWITCHED_OFF -> english ? "OFF" : "DÉSACTIVÉ";
            case NO_DEVICE -> english ? "NO DEVICE" : "AUCUN MOYEN";
            case NO_QUORUM -> english ? "no (quorum)" : "non (quorum)";
            case NOT_DONE -> english ? "no" : "non";
        };
    }

    /** What a reader has to know. */
    List<String> notes(boolean byUtilization) {
        if (this == ENGLISH) {
            return List.of(
                    "Quorum: a vote for each node, more than half are needed; of two nodes, one.",
                    byUtilization
                            ? "Overloaded: needs beyond the capacity of the node."
                            : "Overloaded: no utilization is configured, so resources are counted;"
                                    + " more than twice an even share is shown.",
                    "May run twice: active in two places, or started elsewhere while the lost node"
                            + " was not fenced.");
        }
        return List.of(
                "Quorum : une voix par nœud, il en faut plus de la moitié ; sur deux, une suffit.",
                byUtilization
                        ? "Surchargé : les besoins dépassent la capacité du nœud."
                        : "Surchargé : aucune capacité n'est configurée, donc les ressources sont"
                                + " comptées ; plus du double d'une part égale est montré.",
                "En double : actif à deux endroits, ou démarré ailleurs sans que le nœud perdu"
                        + " soit isolé.");
    }
}
