package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A state, what is decided for it, and what comes of that: as {@code crm_simulate -S} writes it.
 */
public final class SimulationReport {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'");

    private SimulationReport() {}

    /**
     * The four sections: status, summary, actions, revised status.
     *
     * @param dateIsOfState whether the time is that of the state, which is then said
     * @param failing actions that fail, such as {@code vip_monitor_10000@node1=7}
     */
    public static String text(
            Element cib, OffsetDateTime now, boolean dateIsOfState, List<String> failing) {
        String date =
                dateIsOfState
                        ? "Using the original execution date of: "
                                + now.withOffsetSameInstant(ZoneOffset.UTC).format(DATE)
                                + '\n'
                        : "";
        Decision decision = Scheduler.decide(cib, now);
        Decision.Outcome outcome = decision.simulate(failing);
        return date
                + decision.statusBefore()
                + "\nTransition Summary:\n"
                + decision.summary()
                + "\nExecuting Cluster Transition:\n"
                + outcome.text()
                + (outcome.complete() ? "" : "Transition failed: terminated\n")
                + date
                + "\nRevised Cluster Status:\n"
                + Scheduler.status(outcome.told(), now);
    }
}
