package io.aplomb.cluster.simulate;

import io.aplomb.cluster.schedule.Decision;
import io.aplomb.cluster.schedule.Scheduler;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** One simulation from the first word to the last, as {@code crm_simulate} tells it. Pure. */
public final class WhatIf {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'");

    private final Element cib;
    private final Question question;

    private WhatIf(Element cib, Question question) {
        this.cib = cib;
        this.question = question;
    }

    /** How far a simulation goes. */
    public enum Depth {
        /** The status, after the changes asked for. */
        STATUS,
        /** And what would be done. */
        DECIDE,
        /** And what would come of it. */
        SIMULATE
    }

    /**
     * When it is.
     *
     * @param said the words of whoever set it; null where the state's own date, or the clock, holds
     */
    public record Time(OffsetDateTime now, Origin origin, Optional<String> said) {

        /** Where a time comes from. */
        public enum Origin {
            CLOCK,
            STATE,
            OPTION
        }

        private String line() {
            return switch (origin) {
                case CLOCK -> "";
                case STATE ->
                        "Using the original execution date of: "
                                + now.withOffsetSameInstant(ZoneOffset.UTC).format(DATE)
                                + '\n';
                case OPTION -> "Setting effective cluster time: " + said.orElse("") + '\n';
            };
        }
    }

    /**
     * What is asked.
     *
     * @param failing actions that fail: {@code vip_stop_0@node1=1}
     * @param scores whether scores are shown
     * @param utilization whether capacities are shown
     */
    public record Question(
            Time time,
            Depth depth,
            List<Change> changes,
            List<String> failing,
            boolean scores,
            boolean utilization) {
        public Question {
            changes = List.copyOf(changes);
            failing = List.copyOf(failing);
        }
    }

    /**
     * What it came to.
     *
     * @param text the sections, in Pacemaker's fancy form
     * @param scores those of the lines of the text that are about scores and capacities
     * @param input the state with the changes in it
     * @param output the state at the end; that of the input where nothing was simulated
     * @param decision empty where nothing was decided
     * @param problems what cannot be, in words; where there is one, nothing else is of use
     */
    public record Answer(
            String text,
            List<String> scores,
            Element input,
            Element output,
            Optional<Decision> decision,
            List<String> problems) {
        public Answer {
            scores = List.copyOf(scores);
            problems = List.copyOf(problems);
        }
    }

    /** Answers a question about a state. */
    public static Answer ask(Element cib, Question question) {
        return new WhatIf(cib, question).answer();
    }

    private Answer answer() {
        OffsetDateTime now = question.time().now();
        String date = question.time().line();
        Injection.Injected injected = Injection.apply(cib, question.changes(), now.toEpochSecond());
        if (!injected.problems().isEmpty()) {
            return new Answer("", List.of(), cib, cib, Optional.empty(), injected.problems());
        }
        boolean changed = !question.changes().isEmpty();
        boolean decided = question.depth() != Depth.STATUS;
        Element input = injected.cib();
        Optional<Decision> decision =
                decided ? Optional.of(Scheduler.decide(input, now)) : Optional.empty();
        StringBuilder text = new StringBuilder(date);
        // a state that is not changed has been read already
        text.append(
                changed || decision.isEmpty()
                        ? Scheduler.statusBefore(cib, now)
                        : decision.get().statusBefore());
        if (changed) {
            text.append("\nPerforming Requested Modifications:\n");
            injected.lines().forEach(line -> item(text, line));
            text.append(decided ? date : "");
        }
        List<String> scores =
                decision.map(each -> each.scores(question.scores(), question.utilization()))
                        .orElse(List.of());
        Element output = decision.isEmpty() ? input : tell(decision.get(), scores, text);
        return new Answer(text.toString(), scores, input, output, decision, List.of());
    }

    private Element tell(Decision decision, List<String> scores, StringBuilder text) {
        if (question.scores() || question.utilization()) {
            text.append('\n').append(scoresTitle()).append('\n');
            scores.forEach(line -> item(text, line));
        }
        text.append("\nTransition Summary:\n").append(decision.summary());
        if (question.depth() != Depth.SIMULATE) {
            return decision.cib();
        }
        Decision.Outcome outcome = decision.simulate(question.failing());
        text.append("\nExecuting Cluster Transition:\n").append(outcome.text());
        text.append(outcome.complete() ? "" : "Transition failed: terminated\n");
        text.append(question.time().line()).append("\nRevised Cluster Status:\n");
        text.append(Scheduler.status(outcome.told(), question.time().now()));
        return outcome.cib();
    }

    private String scoresTitle() {
        if (!question.utilization()) {
            return "Allocation Scores:";
        }
        return question.scores()
                ? "Allocation Scores and Utilization Information:"
                : "Utilization Information:";
    }

    private static void item(StringBuilder text, String line) {
        text.append("  * ").append(line).append('\n');
    }
}
