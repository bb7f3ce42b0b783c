package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.AttributeChanged;
import io.aplomb.cluster.alert.Happening.Fenced;
import io.aplomb.cluster.alert.Happening.NodeChanged;
import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Happening.Turned;
import io.aplomb.cluster.alert.Message.Status;
import io.aplomb.cluster.explain.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Messages in words, English or French. Texts that come from elsewhere, such as what an agent says,
 * stay as they are. Pure.
 */
public final class Wording {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    /** Why nodes go, as controllers have it. */
    private static final Map<String, String> FRENCH =
            Map.of(
                    "it is silent",
                    "il se tait",
                    "its process is dead",
                    "son processus est mort",
                    "it said goodbye",
                    "il a dit au revoir",
                    "it left in order",
                    "comme demandé",
                    "it is to be fenced",
                    "il doit être isolé",
                    "it was fenced",
                    "il a été isolé",
                    "it has started anew",
                    "il a redémarré",
                    "it stopped its resources itself, for its lease was over",
                    "son bail étant échu, il a arrêté ses ressources lui-même");

    private final Language language;
    private final ZoneId zone;

    /**
     * @param zone of the times that are told
     */
    public Wording(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
    }

    /** The language that an option of an alert asks for: English unless it says {@code fr}. */
    public static Language language(String option) {
        return option.toLowerCase(Locale.ROOT).startsWith("fr")
                ? Language.FRENCH
                : Language.ENGLISH;
    }

    private boolean isFrench() {
        return language == Language.FRENCH;
    }

    private String say(String english, String french, Object... values) {
        return (isFrench() ? french : english).formatted(values);
    }

    /** One line for all of it. */
    public String subject(Message message) {
        String line = line(message.head());
        long more = message.news().size() - 1L;
        boolean several = message.status() == Status.NOTICE && more > 0;
        return status(message.status())
                + (isFrench() ? " : " : ": ")
                + line
                + (several ? say(" (and %d more)", " (et %d autres)", more) : "");
    }

    /** What sort of message, in a word or two. */
    String status(Status status) {
        return switch (status) {
            case ALARM -> say("ALARM", "ALERTE");
            case UPDATE -> say("update", "suite");
            case RESTORED -> say("restored", "service rétabli");
            case RECOVERED -> say("recovered", "fin d'alerte");
            case NOTICE -> say("notice", "information");
        };
    }

    /**
     * All of it, a line for each event, lines ended by a line feed.
     *
     * @param cluster its name
     * @param by the node that tells it
     */
    public String text(Message message, String cluster, String by) {
        StringBuilder text = new StringBuilder();
        Instant first = Instant.ofEpochMilli(message.news().getFirst().atMs());
        text.append(DAY.format(first.atZone(zone))).append('\n');
        for (News news : message.news()) {
            if (isSaidByTheHead(news, message.head())) {
                continue;
            }
            Instant at = Instant.ofEpochMilli(news.atMs());
            text.append(TIME.format(at.atZone(zone))).append("  ").append(line(news)).append('\n');
        }
        Set<Ran> alone = alone(message.news().getFirst().what());
        if (message.status() == Status.ALARM && !alone.isEmpty()) {
            text.append('\n')
                    .append(
                            say(
                                    "What ran there and nowhere else: %s",
                                    "Ce qui tournait là et nulle part ailleurs : %s", names(alone)))
                    .append('\n');
        }
        text.append('\n');
        if (message.incident() > 0) {
            text.append(say("Incident %d. ", "Incident %d. ", message.incident()));
        }
        text.append(say("Cluster %s, told by %s.", "Grappe %s, annoncé par %s.", cluster, by))
                .append('\n');
        return text.toString();
    }

    /** That a node is there, and is there again. */
    private static boolean isSaidByTheHead(News news, News head) {
        return news.what() instanceof NodeChanged node
                && node.there()
                && head.what() instanceof Turned turned
                && turned.turn() == Happening.Turn.RECOVERED
                && turned.kind() == Incident.Kind.NODE
                && turned.subject().equals(node.node());
    }

    private static Set<Ran> alone(Happening what) {
        return switch (what) {
            case NodeChanged node -> node.alone();
            case Fenced fenced -> fenced.alone();
            default -> Set.of();
        };
    }

    private String names(Set<Ran> all) {
        TreeSet<String> names = new TreeSet<>();
        for (Ran ran : all) {
            names.add(ran.resource() + (ran.promoted() ? say(" (promoted)", " (promue)") : ""));
        }
        return String.join(", ", names);
    }

    /** One event. */
    public String line(News news) {
        return switch (news.what()) {
            case NodeChanged node -> node(node);
            case Fenced fenced -> fencing(fenced);
            case Operated operated -> operation(operated);
            case AttributeChanged attribute ->
                    attribute.value().isEmpty()
                            ? say(
                                    "%2$s: attribute %1$s is gone",
                                    "%2$s : l'attribut %1$s a disparu",
                                    attribute.name(),
                                    attribute.node())
                            : say(
                                    "%2$s: attribute %1$s is now %3$s",
                                    "%2$s : l'attribut %1$s vaut maintenant %3$s",
                                    attribute.name(),
                                    attribute.node(),
                                    attribute.value());
            case Turned turned -> turned(turned, news.atMs());
        };
    }

    private String node(NodeChanged node) {
        if (node.there()) {
            return say("node %s is there", "le nœud %s est là", node.node());
        }
        String why = isFrench() ? FRENCH.getOrDefault(node.cause(), node.cause()) : node.cause();
        String cause = why.isEmpty() ? "" : " (" + why + ')';
        return node.inOrder()
                ? say("node %s has left", "le nœud %s est parti", node.node()) + cause
                : say("node %s is lost", "le nœud %s est perdu", node.node()) + cause;
    }

    private String fencing(Fenced fenced) {
        if (!fenced.succeeded()) {
            return say(
                            "fencing of node %s (%s) failed",
                            "échec de l'isolation du nœud %s (%s)",
                            fenced.target(),
                            fenced.action())
                    + (fenced.detail().isEmpty()
                            ? ""
                            : (isFrench() ? " : " : ": ") + fenced.detail());
        }
        return fenced.device().equals(Fenced.HUMAN)
                ? say(
                        "a person says that node %s is down",
                        "une personne dit que le nœud %s est arrêté", fenced.target())
                : say(
                        "node %s was fenced (%s) by %s, asked by %s",
                        "le nœud %s a été isolé (%s) par %s, à la demande de %s",
                        fenced.target(),
                        fenced.action(),
                        fenced.device(),
                        fenced.by());
    }

    private String operation(Operated operated) {
        String where = operated.resource() + (isFrench() ? " : " : ": ") + operated.operation();
        if (operated.succeeded()) {
            return say(
                    "%s on %s done in %d ms",
                    "%s sur %s fait en %d ms", where, operated.node(), operated.executedMs());
        }
        return say("%s on %s failed", "%s sur %s en échec", where, operated.node())
                + (isFrench() ? " : " : ": ")
                + EventFields.outcome(operated)
                + (operated.reason().isEmpty() ? "" : " (" + operated.reason() + ')');
    }

    private String turned(Turned turned, long atMs) {
        String after = duration(atMs - turned.sinceMs());
        String subject = turned.subject();
        return switch (turned.turn()) {
            case RESTORED ->
                    say(
                            "all that ran on %s alone runs elsewhere, after %s",
                            "tout ce qui tournait sur %s seul tourne ailleurs, après %s",
                            subject,
                            after);
            case RECOVERED ->
                    switch (turned.kind()) {
                        case NODE ->
                                say(
                                        "node %s is there again, after %s",
                                        "le nœud %s est de retour, après %s", subject, after);
                        case RESOURCE ->
                                say(
                                        "%s is well again, after %s",
                                        "%s est de nouveau en état, après %s", subject, after);
                        case FENCING ->
                                say(
                                        "fencing of node %s fails no longer, after %s",
                                        "l'isolation du nœud %s n'échoue plus, après %s",
                                        subject,
                                        after);
                    };
            case DROPPED ->
                    say(
                            "%s is wanted no longer, after %s",
                            "%s n'est plus demandé, après %s", subject, after);
        };
    }

    private String duration(long ms) {
        long positive = Math.max(0, ms);
        if (positive < MINUTE_MS) {
            String seconds = "%d.%03d s".formatted(positive / SECOND_MS, positive % SECOND_MS);
            return isFrench() ? seconds.replace('.', ',') : seconds;
        }
        return positive < HOUR_MS
                ? "%d min %d s".formatted(positive / MINUTE_MS, positive % MINUTE_MS / SECOND_MS)
                : "%d h %d min".formatted(positive / HOUR_MS, positive % HOUR_MS / MINUTE_MS);
    }
}
