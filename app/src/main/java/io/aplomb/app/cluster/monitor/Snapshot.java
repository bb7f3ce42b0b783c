package io.aplomb.app.cluster.monitor;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.ConfigurationVersion;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.model.cib.Element;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * What is told about.
 *
 * @param cib with the attributes of the root that say who changed it last
 * @param fencings the newest last
 */
record Snapshot(Element cib, ZonedDateTime now, StatusReport report, List<FencingRecord> fencings) {
    Snapshot {
        fencings = List.copyOf(fencings);
    }

    /** Of a file. */
    static Snapshot of(Element cib, Instant now) {
        return of(cib, now, List.of());
    }

    private static Snapshot of(Element cib, Instant now, List<FencingRecord> fencings) {
        ZonedDateTime here = now.atZone(ZoneId.systemDefault());
        return new Snapshot(cib, here, StatusReport.of(cib, here.toOffsetDateTime()), fencings);
    }

    /** Of the running cluster. */
    static Snapshot of(ClusterState state, boolean quorum, Instant now) {
        Element cib = state.cib().with("have-quorum", quorum ? "1" : "0");
        if (!state.history().isEmpty()) {
            ConfigurationVersion last = state.history().getLast();
            String[] author = last.author().split("@", 2);
            cib =
                    cib.with(
                                    "cib-last-written",
                                    Words.time(
                                            Instant.ofEpochMilli(last.atMs())
                                                    .atZone(ZoneId.systemDefault())))
                            .with("update-user", author[0])
                            .with("update-client", "aplomb");
            if (author.length > 1) {
                cib = cib.with("update-origin", author[1]);
            }
        }
        return of(cib, now, state.fencings());
    }

    /** A property of the cluster. */
    String property(String name, String otherwise) {
        return report.settings().all().getOrDefault(name, otherwise);
    }

    boolean hasQuorum() {
        return "1".equals(cib.attribute("have-quorum"))
                || "true".equals(cib.attribute("have-quorum"));
    }

    /** Attempts that failed and that no success followed. */
    List<FencingRecord> failedFencings() {
        return fencings.stream()
                .filter(each -> !each.succeeded())
                .filter(
                        each ->
                                fencings.stream()
                                        .noneMatch(
                                                later ->
                                                        later.succeeded()
                                                                && later.target()
                                                                        .equals(each.target())
                                                                && later.atMs() >= each.atMs()))
                .toList();
    }
}
