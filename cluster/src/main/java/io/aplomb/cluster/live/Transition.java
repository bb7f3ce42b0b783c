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
        GIVEN,
        DONE,
        FAILED
    }

    private final long number;
    private final Map<Integer, Step> steps = new LinkedHashMap<>();
    private final Map<Integer, Status> status = new HashMap<>();
    private boolean aborted;

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
        return (int) status.values().stream().filter(each -> each == Status.GIVEN).count();
    }

    /** Whether nothing is under way and nothing more can begin. */
    boolean isOver() {
        return given() == 0 && steps.values().stream().noneMatch(this::isReady);
    }

    /** Whether all of it was done. */
    boolean isComplete() {
        return status.values().stream().allMatch(each -> each == Status.DONE);
    }

    /** The step is made; false where it was not under way. */
    boolean done(int step) {
        return status.replace(step, Status.GIVEN, Status.DONE);
    }

    /** The step failed, and with it the rest. */
    void failed(int step) {
        status.replace(step, Status.GIVEN, Status.FAILED);
        aborted = true;
    }

    /** The steps under way that match are made; false where there are none. */
    boolean done(Predicate<Step> wanted) {
        boolean any = false;
        for (Step step : steps.values()) {
            if (status.get(step.id()) == Status.GIVEN && wanted.test(step)) {
                status.put(step.id(), Status.DONE);
                any = true;
            }
        }
        return any;
    }

    /** The steps under way that match have failed, and with them the rest. */
    void failed(Predicate<Step> wanted) {
        for (Step step : steps.values()) {
            if (status.get(step.id()) == Status.GIVEN && wanted.test(step)) {
                failed(step.id());
            }
        }
    }
}
