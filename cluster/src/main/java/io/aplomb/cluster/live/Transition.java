package io.aplomb.cluster.live;

import io.aplomb.cluster.rules.Scores;
import io.aplomb.cluster.schedule.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A decision that is being carried out. Not for several threads at once. */
final class Transition {
    private enum Status {
        WAITING,
        /** On its way into the log, or to whoever makes it. */
        GIVEN,
        /** An order that is in the log. */
        COMMITTED,
        DONE,
        FAILED
    }

    private final long number;
    private final Map<Integer, Step> steps = new LinkedHashMap<>();
    private final Map<Integer, Status> status = new HashMap<>();
    private boolean aborted;
    private boolean begun;

    Transition(long number, List<Step> steps) {
        this.number = number;
        for (Step step : steps) {
            this.steps.put(step.id(), step);
            status.put(step.id(), Status.WAITING);
        }
    }

    long number() {
        return number;
    }

    /** Something happened that it was not made for: no more is begun than has to be. */
    void abort() {
        aborted = true;
    }

    /**
     * The steps that may be made now, moments passed over on the way; they count as given from now
     * on.
     *
     * @param room how many of them at most
     */
    List<Step> take(int room) {
        List<Step> taken = new ArrayList<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Step step : steps.values()) {
                if (!isReady(step)) {
                    continue;
                }
                if (step.what() == Step.What.MOMENT) {
                    status.put(step.id(), Status.DONE);
                    progress = true;
                } else if (taken.size() < room) {
                    status.put(step.id(), Status.GIVEN);
                    taken.add(step);
                    begun = true;
                }
            }
        }
        return taken;
    }

    private boolean isReady(Step step) {
        boolean first = step.priority() >= Scores.INFINITY;
        if (status.get(step.id()) != Status.WAITING
                || (aborted && step.what() != Step.What.MOMENT && !first)) {
            return false;
        }
        for (int input : step.inputs()) {
            Status before = status.getOrDefault(input, Status.DONE);
            if (before != Status.DONE && !(first && before == Status.FAILED)) {
                return false;
            }
        }
        return true;
    }

    int given() {
        return (int) status.keySet().stream().filter(this::isUnderWay).count();
    }

    private boolean isUnderWay(int step) {
        Status now = status.get(step);
        return now == Status.GIVEN || now == Status.COMMITTED;
    }

    /** The order of a step is in the log. */
    void committed(int step) {
        status.replace(step, Status.GIVEN, Status.COMMITTED);
    }

    /** Orders that are in the log and no longer wait for an answer, but had none, are lost. */
    void lost(Predicate<Step> answerable) {
        for (Step step : steps.values()) {
            if (status.get(step.id()) == Status.COMMITTED && !answerable.test(step)) {
                failed(step.id());
            }
        }
    }

    /** Whether nothing is under way and nothing more can begin. */
    boolean isOver() {
        return given() == 0 && steps.values().stream().noneMatch(this::isReady);
    }

    /** Whether anything was begun, come to what it may. */
    boolean wasBegun() {
        return begun;
    }

    /** Whether all of it was done. */
    boolean isComplete() {
        return status.values().stream().allMatch(each -> each == Status.DONE);
    }

    /** The step is made; false where it was not under way. */
    boolean done(int step) {
        if (!isUnderWay(step)) {
            return false;
        }
        status.put(step, Status.DONE);
        return true;
    }

    /** The step failed, and with it the rest. */
    void failed(int step) {
        if (isUnderWay(step)) {
            status.put(step, Status.FAILED);
        }
        aborted = true;
    }

    /** The steps under way that match are made; false where there are none. */
    boolean done(Predicate<Step> wanted) {
        boolean any = false;
        for (Step step : steps.values()) {
            if (isUnderWay(step.id()) && wanted.test(step)) {
                status.put(step.id(), Status.DONE);
                any = true;
            }
        }
        return any;
    }

    /** The steps under way that match have failed, and with them the rest. */
    void failed(Predicate<Step> wanted) {
        for (Step step : steps.values()) {
            if (isUnderWay(step.id()) && wanted.test(step)) {
                failed(step.id());
            }
        }
    }
}
