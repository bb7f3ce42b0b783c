package io.aplomb.app.cluster.pcs;

import io.aplomb.cluster.schedule.Picture;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a changed base would lead to. Pure. */
final class Simulated {
    private Simulated() {}

    /** The base after all that it leads to was done. */
    static Element after(Element cib, OffsetDateTime now) {
        return Scheduler.decide(cib, now).simulate(List.of()).cib();
    }

    /** The names of resources that would stop, or be demoted, or be elsewhere, sorted. */
    static List<String> affected(
            Element before, Element after, OffsetDateTime now, boolean anyMove) {
        Map<String, Picture.Copy> was = copies(before, now);
        Map<String, Picture.Copy> is = copies(after, now);
        TreeSet<String> names = new TreeSet<>();
        was.forEach(
                (id, copy) -> {
                    Picture.Copy later = is.get(id);
                    boolean gone = later == null || later.nodes().isEmpty();
                    boolean stopped = !copy.nodes().isEmpty() && gone;
                    boolean demoted = copy.promoted() && (later == null || !later.promoted());
                    boolean moved = later != null && !copy.nodes().equals(later.nodes());
                    boolean raised = later != null && !copy.promoted() && later.promoted();
                    if (stopped || demoted || (anyMove && (moved || raised))) {
                        names.add(copy.resource());
                    }
                });
        return List.copyOf(names);
    }

    private static Map<String, Picture.Copy> copies(Element cib, OffsetDateTime now) {
        Map<String, Picture.Copy> copies = new TreeMap<>();
        Picture.of(cib, now).copies().forEach(copy -> copies.put(copy.id(), copy));
        return copies;
    }
}
