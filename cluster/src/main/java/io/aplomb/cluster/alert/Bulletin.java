package io.aplomb.cluster.alert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the cluster has to tell, as a part of what is agreed on: so a new leader knows what the old
 * one did not tell.
 *
 * @param last the number of the newest news
 * @param clockMs the latest time that anything was noted with, in milliseconds since 1970
 * @param waiting what somebody was not told yet, the oldest first
 * @param open incidents that go on
 * @param told for each recipient of the configuration the last news it was told
 */
public record Bulletin(
        long last, long clockMs, List<News> waiting, List<Incident> open, Map<String, Long> told) {

    /** Nothing happened yet. */
    public static final Bulletin EMPTY = new Bulletin(0, 0, List.of(), List.of(), Map.of());

    /** So much bad news at once is one piece of bad news; older ones are dropped untold. */
    static final int MAX_WAITING = 1000;

    /** More incidents than this at once are not followed. */
    static final int MAX_OPEN = 200;

    /** Keeps copies. */
    public Bulletin {
        waiting = List.copyOf(waiting);
        open = List.copyOf(open);
        told = Collections.unmodifiableMap(new LinkedHashMap<>(told));
    }

    /** Whether anybody is to be told anything. */
    public boolean hasRecipients() {
        return !told.isEmpty();
    }

    /**
     * The same for these recipients. A new one is told what happens from now on. Without any,
     * nothing is kept but the numbers.
     */
    public Bulletin forRecipients(Set<String> keys) {
        if (keys.equals(told.keySet())) {
            return this;
        }
        Map<String, Long> marks = new LinkedHashMap<>();
        keys.forEach(key -> marks.put(key, told.getOrDefault(key, last)));
        return new Bulletin(last, clockMs, waiting, marks.isEmpty() ? List.of() : open, marks)
                .pruned();
    }

    /** The same when recipients were told up to these numbers. */
    public Bulletin told(Map<String, Long> marks) {
        Map<String, Long> changed = new LinkedHashMap<>(told);
        marks.forEach(
                (key, number) ->
                        changed.computeIfPresent(
                                key, (_, known) -> Math.clamp(number, known, last)));
        return new Bulletin(last, clockMs, waiting, open, changed).pruned();
    }

    private Bulletin pruned() {
        long toldToAll = told.values().stream().mapToLong(mark -> mark).min().orElse(last);
        return new Bulletin(
                last,
                clockMs,
                waiting.stream().filter(news -> news.number() > toldToAll).toList(),
                open,
                told);
    }

    /**
     * One more.
     *
     * @param incident 0 for what stands for itself, -1 for a cause
     */
    Bulletin with(Happening what, long atMs, long incident) {
        long number = last + 1;
        News news = new News(number, atMs, what, incident < 0 ? number : incident);
        List<News> all = new ArrayList<>(waiting);
        all.add(news);
        List<News> kept =
                all.size() <= MAX_WAITING ? all : all.subList(all.size() - MAX_WAITING, all.size());
        return new Bulletin(number, Math.max(clockMs, atMs), kept, open, told);
    }

    /** The same with other incidents. */
    Bulletin withOpen(List<Incident> changed) {
        List<Incident> kept =
                changed.size() <= MAX_OPEN
                        ? changed
                        : changed.subList(changed.size() - MAX_OPEN, changed.size());
        return new Bulletin(last, clockMs, waiting, kept, told);
    }

    Bulletin without(Incident ended) {
        return withOpen(open.stream().filter(each -> each.id() != ended.id()).toList());
    }

    /** The same with an incident as it is now. */
    Bulletin with(Incident changed) {
        return withOpen(
                open.stream().map(each -> each.id() == changed.id() ? changed : each).toList());
    }

    Bulletin begun(Incident incident) {
        List<Incident> all = new ArrayList<>(open);
        all.add(incident);
        return withOpen(all);
    }
}
