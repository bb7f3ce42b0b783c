package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.NodeChanged;
import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.alert.Happening.Turned;
import io.aplomb.cluster.alert.Message.Status;
import io.aplomb.cluster.alert.Selection.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From news to what somebody is told who wants causes, not events. Pure. */
final class Digest {
    private final Bulletin bulletin;
    private final Selection selection;

    Digest(Bulletin bulletin, Selection selection) {
        this.bulletin = bulletin;
        this.selection = selection;
    }

    /** What of it is worth telling. */
    List<News> worth(List<News> all) {
        return all.stream().filter(news -> isWorth(news, all)).toList();
    }

    private boolean isWorth(News news, List<News> all) {
        if (news.what() instanceof Operated operated
                && operated.succeeded()
                && (operated.intervalMs() > 0 || operated.isProbe())) {
            return false;
        }
        if (news.what() instanceof Happening.AttributeChanged) {
            return selection.wants(news.what());
        }
        return cause(news, all)
                .map(sort -> selection.sorts().contains(sort))
                .orElseGet(() -> selection.wants(news.what()));
    }

    /** The sort of event that began what this belongs to; empty where that is not known. */
    private Optional<Sort> cause(News news, List<News> all) {
        if (news.incident() == 0) {
            return Optional.empty();
        }
        for (Incident open : bulletin.open()) {
            if (open.id() == news.incident()) {
                return Optional.of(sort(open.kind()));
            }
        }
        for (News other : all) {
            if (other.incident() == news.incident() && other.what() instanceof Turned turned) {
                return Optional.of(sort(turned.kind()));
            }
        }
        return Optional.empty();
    }

    private static Sort sort(Incident.Kind kind) {
        return switch (kind) {
            case NODE -> Sort.NODE;
            case RESOURCE -> Sort.RESOURCE;
            case FENCING -> Sort.FENCING;
        };
    }

    /** Whether it says no more than that consequences of something untold go on. */
    boolean isUnfinished(List<News> worth) {
        return worth.stream()
                .allMatch(
                        news ->
                                news.incident() != 0
                                        && bulletin.open().stream()
                                                .anyMatch(
                                                        open ->
                                                                open.id() == news.incident()
                                                                        && !open.isServed())
                                        && !hasTurned(worth, news.incident()));
    }

    private static boolean hasTurned(List<News> news, long incident) {
        return news.stream()
                .anyMatch(each -> each.incident() == incident && each.what() instanceof Turned);
    }

    /**
     * One message for each incident, and one for the rest. What came about while one thing was put
     * right, for no other reason, belongs to that.
     */
    List<Message> messages(List<News> worth) {
        Map<Long, List<News>> byIncident = new LinkedHashMap<>();
        worth.forEach(
                news ->
                        byIncident
                                .computeIfAbsent(news.incident(), _ -> new ArrayList<>())
                                .add(news));
        List<News> rest = byIncident.get(0L);
        if (rest != null && byIncident.size() == 2 && rest.stream().noneMatch(Digest::isOfItself)) {
            long only = byIncident.keySet().stream().mapToLong(id -> id).max().orElseThrow();
            byIncident.remove(0L);
            byIncident.put(only, worth);
        }
        List<Message> messages = new ArrayList<>();
        byIncident.forEach((id, news) -> messages.add(new Message(status(id, news), id, news)));
        return messages;
    }

    /** A node that comes or goes as it should is a thing of its own. */
    private static boolean isOfItself(News news) {
        return news.what() instanceof NodeChanged;
    }

    private static Status status(long incident, List<News> news) {
        Status status = incident == 0 ? Status.NOTICE : Status.UPDATE;
        for (News each : news) {
            if (each.isCause()) {
                return Status.ALARM;
            }
            if (each.what() instanceof Turned turned) {
                status =
                        turned.turn() == Happening.Turn.RESTORED
                                ? Status.RESTORED
                                : Status.RECOVERED;
            }
        }
        return status;
    }
}
