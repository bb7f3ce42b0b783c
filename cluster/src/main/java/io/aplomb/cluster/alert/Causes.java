package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.AttributeChanged;
import io.aplomb.cluster.alert.Happening.Fenced;
import io.aplomb.cluster.alert.Happening.NodeChanged;
import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.alert.Happening.Ran;
import io.aplomb.cluster.alert.Happening.Turn;
import io.aplomb.cluster.alert.Happening.Turned;
import io.aplomb.cluster.alert.Incident.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells causes from consequences: one cause is one alarm, what comes of it belongs to it.
 *
 * <pre>
 *   cause                        its consequences                            it is over
 *   a node is lost or fenced     its fencing, whatever is started, stopped,  the node is there again and all that ran
 *                                promoted until all runs again that ran      there alone runs; before that "restored"
 *                                there alone                                 when only the node is missing
 *   an operation fails           further failures of the resource and of     it runs again, as does what needs it and
 *                                those that need it; operations meanwhile    failed with it
 *   fencing fails                further attempts                            it succeeds, or the node is there again
 * </pre>
 *
 * <p>What needs another follows from groups, orders and colocations ({@link Situation#needs}), as
 * the dependencies of Mon (mon(8), {@code depend}). Pure; the same on every node.
 */
public final class Causes {
    private static final long CAUSE = -1;
    private static final long NONE = 0;

    private Causes() {}

    /** The bulletin with something that happened, and with what that means for open incidents. */
    public static Bulletin noted(Bulletin before, Happening what, long atMs, Situation situation) {
        if (!before.hasRecipients()) {
            return before;
        }
        long at = atMs > 0 ? atMs : before.clockMs();
        return switch (what) {
            case NodeChanged node ->
                    node.there()
                            ? came(before, node, at)
                            : went(before, node, at, wanted(node.alone(), situation));
            case Fenced fenced -> fenced(before, fenced, at, wanted(fenced.alone(), situation));
            case Operated operated -> operated(before, operated, at, situation);
            case AttributeChanged attribute ->
                    before.with(attribute, at, owner(before, attribute.name()));
            case Turned turned -> before.with(turned, at, NONE);
        };
    }

    /** The bulletin after a change of configuration or membership. */
    public static Bulletin reviewed(Bulletin before, long atMs, Situation situation) {
        Bulletin now = before;
        long at = atMs > 0 ? atMs : before.clockMs();
        for (Incident incident : before.open()) {
            boolean gone =
                    incident.kind() != Kind.RESOURCE && !situation.isMember(incident.subject());
            Incident left = incident.without(ran -> !situation.isWanted(ran.resource()));
            if (gone) {
                now = ended(now, incident, Turn.DROPPED, at);
            } else if (left.missing().size() < incident.missing().size()) {
                now = now.with(left);
                now = left.isServed() ? served(now, left, Turn.DROPPED, at) : now;
            }
        }
        return now;
    }

    private static @Nullable Incident find(Bulletin in, Kind kind, String subject) {
        return in.open().stream()
                .filter(each -> each.isAbout(kind, subject))
                .findFirst()
                .orElse(null);
    }

    private static List<Ran> wanted(Set<Ran> alone, Situation situation) {
        return alone.stream()
                .filter(ran -> situation.isWanted(ran.resource()))
                .sorted(Comparator.comparing(Ran::resource).thenComparing(Ran::promoted))
                .toList();
    }

    private static Bulletin went(Bulletin before, NodeChanged node, long at, List<Ran> missed) {
        Incident known = find(before, Kind.NODE, node.node());
        if (known != null) {
            Bulletin noted = before.with(node, at, known.id());
            return noted.with(known.missing(missed).withNodeBack(false));
        }
        if (node.inOrder()) {
            return before.with(node, at, NONE);
        }
        Bulletin noted = before.with(node, at, CAUSE);
        return noted.begun(Incident.of(noted.last(), Kind.NODE, node.node(), at).missing(missed));
    }

    private static Bulletin came(Bulletin before, NodeChanged node, long at) {
        Incident unfenced = find(before, Kind.FENCING, node.node());
        Incident lost = find(before, Kind.NODE, node.node());
        Incident cause = lost != null ? lost : unfenced;
        Bulletin now = before.with(node, at, cause == null ? NONE : cause.id());
        if (unfenced != null) {
            now = ended(now, unfenced, Turn.RECOVERED, at);
        }
        if (lost == null) {
            return now;
        }
        return lost.isServed()
                ? ended(now, lost, Turn.RECOVERED, at)
                : now.with(lost.withNodeBack(true));
    }

    private static Bulletin fenced(Bulletin before, Fenced fenced, long at, List<Ran> missed) {
        Incident failed = find(before, Kind.FENCING, fenced.target());
        Incident lost = find(before, Kind.NODE, fenced.target());
        if (!fenced.succeeded()) {
            if (failed != null) {
                return before.with(fenced, at, failed.id());
            }
            Bulletin noted = before.with(fenced, at, CAUSE);
            return noted.begun(Incident.of(noted.last(), Kind.FENCING, fenced.target(), at));
        }
        Bulletin now;
        if (lost != null) {
            now = before.with(fenced, at, lost.id());
        } else if (fenced.wasThere()) {
            now = before.with(fenced, at, CAUSE);
            now =
                    now.begun(
                            Incident.of(now.last(), Kind.NODE, fenced.target(), at)
                                    .missing(missed));
        } else {
            now = before.with(fenced, at, failed == null ? NONE : failed.id());
        }
        return failed == null ? now : ended(now, failed, Turn.RECOVERED, at);
    }

    private static Bulletin operated(
            Bulletin before, Operated operated, long at, Situation situation) {
        return operated.succeeded() || operated.isProbe()
                ? succeeded(before, operated, at)
                : failed(before, operated, at, situation);
    }

    private static Bulletin failed(
            Bulletin before, Operated operated, long at, Situation situation) {
        Ran missed = new Ran(operated.resource(), operated.operation().equals("promote"));
        Incident node = find(before, Kind.NODE, operated.node());
        if (node != null && !node.nodeIsBack()) {
            return before.with(operated, at, node.id());
        }
        Set<String> needed = situation.needs(operated.resource());
        Optional<Incident> known =
                before.open().stream()
                        .filter(each -> each.kind() == Kind.RESOURCE)
                        .filter(
                                each ->
                                        each.subject().equals(operated.resource())
                                                || needed.contains(each.subject()))
                        .findFirst();
        if (known.isPresent()) {
            return before.with(operated, at, known.get().id())
                    .with(known.get().missing(Set.of(missed)));
        }
        Bulletin noted = before.with(operated, at, CAUSE);
        return noted.begun(
                Incident.of(noted.last(), Kind.RESOURCE, operated.resource(), at)
                        .missing(Set.of(missed))
                        .failedAt(operated.operation()));
    }

    private static Bulletin succeeded(Bulletin before, Operated operated, long at) {
        Bulletin now = before.with(operated, at, owner(before, operated));
        for (Incident incident : before.open()) {
            Incident left =
                    incident.without(
                            ran -> operated.bringsUp(ran) || isDoneAfterAll(incident, operated));
            if (left.missing().size() < incident.missing().size()) {
                now = now.with(left);
                now = left.isServed() ? served(now, left, Turn.RECOVERED, at) : now;
            }
        }
        return now;
    }

    /** What could not be stopped is stopped; whether it starts elsewhere is another matter. */
    private static boolean isDoneAfterAll(Incident incident, Operated operated) {
        return incident.isAbout(Kind.RESOURCE, operated.resource())
                && Set.of("stop", "demote").contains(incident.operation())
                && operated.operation().equals("stop")
                && operated.succeeded();
    }

    /** That which misses the resource; else the newest in which something is missing. */
    private static long owner(Bulletin before, Operated operated) {
        long owner = NONE;
        for (Incident incident : before.open()) {
            if (incident.misses(operated.resource())) {
                return incident.id();
            }
            if (!incident.isServed()) {
                owner = incident.id();
            }
        }
        return operated.intervalMs() > 0 ? NONE : owner;
    }

    /** Counts of failures belong to the failure. */
    private static long owner(Bulletin before, String attribute) {
        int prefix =
                attribute.startsWith("fail-count-")
                        ? "fail-count-".length()
                        : attribute.startsWith("last-failure-") ? "last-failure-".length() : -1;
        int hash = attribute.lastIndexOf('#');
        if (prefix < 0 || hash < prefix) {
            return NONE;
        }
        String resource = attribute.substring(prefix, hash);
        List<Incident> open = before.open();
        return open.stream()
                .filter(each -> each.misses(resource))
                .findFirst()
                .map(Incident::id)
                .orElse(NONE);
    }

    /** Nothing is missing any more but perhaps the node itself. */
    private static Bulletin served(Bulletin before, Incident incident, Turn turn, long at) {
        return incident.kind() == Kind.NODE && !incident.nodeIsBack()
                ? before.with(turned(incident, Turn.RESTORED), at, incident.id())
                : ended(before, incident, turn, at);
    }

    private static Bulletin ended(Bulletin before, Incident incident, Turn turn, long at) {
        return before.with(turned(incident, turn), at, incident.id()).without(incident);
    }

    private static Turned turned(Incident incident, Turn turn) {
        return new Turned(turn, incident.kind(), incident.subject(), incident.sinceMs());
    }
}
