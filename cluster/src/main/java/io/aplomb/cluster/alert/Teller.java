package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.Turned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what to tell whom next. Each recipient is told one thing after the other, in the order in
 * which things happened; none waits for another. From (bulletin, recipients, time) to deliveries.
 *
 * <p>Who wants events gets each by itself. Who wants causes gets a cause at once, and the rest when
 * all has been quiet for {@link #QUIET_NS}: what comes of a cause belongs to it.
 *
 * <p>Not for several threads at once.
 */
public final class Teller {
    /** After so long without more the story is told. */
    static final long QUIET_NS = 2_000_000_000L;

    /** A story that does not end is told nevertheless. */
    static final long LONGEST_NS = 15_000_000_000L;

    /** Consequences without an end yet are told after this. */
    static final long UNFINISHED_NS = 30_000_000_000L;

    private final Map<String, Long> marks = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    /** When this node knew of news first. */
    private final Map<Long, Long> seenNs = new HashMap<>();

    /**
     * Something to tell.
     *
     * @param upTo the number of the last news that is told by it
     */
    public record Delivery(Recipient recipient, List<Message> messages, long upTo) {
        public Delivery {
            messages = List.copyOf(messages);
        }
    }

    /**
     * What is to be told now. Until {@link #finished} says so, a recipient has one delivery.
     *
     * @param recipients that want to be told at this moment
     * @param nowNs by a clock that measures durations
     */
    public List<Delivery> next(Bulletin bulletin, List<Recipient> recipients, long nowNs) {
        marks.keySet().retainAll(bulletin.told().keySet());
        seenNs.keySet().retainAll(numbers(bulletin));
        bulletin.waiting().forEach(news -> seenNs.putIfAbsent(news.number(), nowNs));
        bulletin.told().forEach((key, mark) -> marks.merge(key, mark, Math::max));
        List<Delivery> deliveries = new ArrayList<>();
        Set<String> silent = new HashSet<>(marks.keySet());
        for (Recipient recipient : recipients) {
            silent.remove(recipient.key());
            if (marks.containsKey(recipient.key()) && !underWay.contains(recipient.key())) {
                tell(bulletin, recipient, nowNs, deliveries);
            }
        }
        silent.forEach(key -> marks.put(key, bulletin.last()));
        return deliveries;
    }

    private static Set<Long> numbers(Bulletin bulletin) {
        Set<Long> numbers = new HashSet<>();
        bulletin.waiting().forEach(news -> numbers.add(news.number()));
        return numbers;
    }

    /** A delivery came to an end, well or not: it is not tried again. */
    public void finished(Delivery delivery) {
        underWay.remove(delivery.recipient().key());
        marks.computeIfPresent(
                delivery.recipient().key(), (_, mark) -> Math.max(mark, delivery.upTo()));
    }

    /** A delivery was given up; another node tells it, or this one later. */
    public void givenUp(Delivery delivery) {
        underWay.remove(delivery.recipient().key());
    }

    /** What was told and is not agreed on yet; empty where all is. */
    public Map<String, Long> untold(Bulletin bulletin) {
        Map<String, Long> ahead = new LinkedHashMap<>();
        bulletin.told()
                .forEach(
                        (key, mark) -> {
                            long known = Math.min(marks.getOrDefault(key, mark), bulletin.last());
                            if (known > mark) {
                                ahead.put(key, known);
                            }
                        });
        return ahead;
    }

    private void tell(
            Bulletin bulletin, Recipient recipient, long nowNs, List<Delivery> deliveries) {
        long mark = marks.getOrDefault(recipient.key(), 0L);
        List<News> pending =
                bulletin.waiting().stream().filter(news -> news.number() > mark).toList();
        if (pending.isEmpty()) {
            marks.put(recipient.key(), Math.max(mark, bulletin.last()));
            return;
        }
        Delivery delivery =
                recipient.byCause()
                        ? byCause(bulletin, recipient, pending, nowNs)
                        : byEvent(recipient, pending);
        if (delivery == null) {
            return;
        }
        if (delivery.messages().isEmpty()) {
            marks.put(recipient.key(), delivery.upTo());
        } else {
            underWay.add(recipient.key());
            deliveries.add(delivery);
        }
    }

    private static Delivery byEvent(Recipient recipient, List<News> pending) {
        for (News news : pending) {
            if (!(news.what() instanceof Turned) && recipient.selection().wants(news.what())) {
                return new Delivery(recipient, List.of(Message.of(news)), news.number());
            }
        }
        return new Delivery(recipient, List.of(), pending.getLast().number());
    }

    /** Null while it is better to wait for more. */
    private @org.jspecify.annotations.Nullable Delivery byCause(
            Bulletin bulletin, Recipient recipient, List<News> pending, long nowNs) {
        Digest digest = new Digest(bulletin, recipient.selection());
        List<News> worth = digest.worth(pending);
        if (worth.isEmpty()) {
            return new Delivery(recipient, List.of(), pending.getLast().number());
        }
        for (int i = 0; i < worth.size(); i++) {
            if (worth.get(i).isCause()) {
                // what happened before it is told before it
                List<News> first = i == 0 ? worth.subList(0, 1) : worth.subList(0, i);
                return new Delivery(recipient, digest.messages(first), first.getLast().number());
            }
        }
        long firstNs = seenNs.getOrDefault(worth.getFirst().number(), nowNs);
        long lastNs = seenNs.getOrDefault(worth.getLast().number(), nowNs);
        boolean due =
                digest.isUnfinished(worth)
                        ? nowNs - firstNs >= UNFINISHED_NS
                        : nowNs - lastNs >= QUIET_NS || nowNs - firstNs >= LONGEST_NS;
        return due
                ? new Delivery(recipient, digest.messages(worth), pending.getLast().number())
                : null;
    }
}
