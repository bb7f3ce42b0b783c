package io.aplomb.cluster.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One order from its beginning to its end.
 *
 * <pre>
 *  levels of the topology; without one, each device that can fence the node is a level
 *    level 1: device a, then b ... all succeed -&gt; the node is fenced
 *             one fails               -&gt; level 2 ... no level left -&gt; it failed
 *  a reboot by several devices of one level: off by all, then on by all; the node is fenced once
 *  all are off, whatever becomes of on
 * </pre>
 */
final class FencingRun {

    private static final String ON = "on";
    private static final String OFF = "off";
    private static final String REBOOT = "reboot";

    private final FenceCore core;
    private final FenceOrder first;
    private final double chance;
    private final List<FenceOrder> joined = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    /** Names of devices that have acted, for the record. */
    private final List<String> acted = new ArrayList<>();

    private List<List<String>> levels = List.of();
    private int level;
    private int device;

    /** The second half of a reboot by several devices. */
    private boolean switchingOn;

    private boolean delayed;
    private boolean ended;
    private @Nullable FenceJob job;

    FencingRun(FenceCore core, FenceOrder order, double chance) {
        this.core = core;
        this.first = order;
        this.chance = chance;
        joined.add(order);
    }

    FenceOrder order() {
        return first;
    }

    boolean isFor(String target, String action) {
        return first.target().equalsIgnoreCase(target) && first.action().equals(action);
    }

    /** The same is wanted once more, and not done twice. */
    void join(FenceOrder order) {
        joined.add(order);
    }

    void start() {
        List<FenceLevel> topology = core.configuration().levelsFor(first.target());
        if (!topology.isEmpty()) {
            levels = topology.stream().map(FenceLevel::devices).toList();
            next();
        } else if (first.action().equals(ON)) {
            unfence(core.devices(), new ArrayList<>());
        } else {
            levels = core.devices().stream().map(each -> List.of(each.name())).toList();
            next();
        }
    }

    /**
     * Of devices that unfence all are needed; where there is none, one that switches on will do.
     */
    private void unfence(List<FenceDevice> rest, List<String> required) {
        if (rest.isEmpty()) {
            levels =
                    required.isEmpty()
                            ? core.devices().stream().map(each -> List.of(each.name())).toList()
                            : List.of(required);
            next();
            return;
        }
        FenceDevice one = rest.getFirst();
        core.describe(
                one.agent(),
                described -> {
                    FenceMetadata of = described.metadata().orElse(FenceMetadata.NONE);
                    List<FenceDevice> others = rest.subList(1, rest.size());
                    if (!of.unfences()) {
                        unfence(others, required);
                        return;
                    }
                    core.check(
                            one,
                            of,
                            first.target(),
                            first.timeoutMs(),
                            eligible -> {
                                if (eligible.can()) {
                                    required.add(one.name());
                                }
                                unfence(others, required);
                            });
                });
    }

    /** A person says that the node is down. */
    void confirmed() {
        if (job != null) {
            core.abort(job);
        }
        end(true, "human", "");
    }

    /** Goes on with the device at hand. */
    private void next() {
        if (ended) {
            return;
        }
        if (level >= levels.size()) {
            end(false, "", reason());
            return;
        }
        List<String> devices = levels.get(level);
        if (device < devices.size()) {
            act(devices.get(device));
        } else if (isSplit() && !switchingOn) {
            switchingOn = true;
            device = 0;
            next();
        } else {
            end(true, String.join(",", acted), "");
        }
    }

    /** Whether a reboot is made of off and on. */
    private boolean isSplit() {
        return first.action().equals(REBOOT) && levels.get(level).size() > 1;
    }

    private void act(String name) {
        Optional<FenceDevice> found = core.device(name);
        if (found.isEmpty()) {
            failed(name, "there is no such device that this node may use");
            return;
        }
        FenceDevice one = found.get();
        core.describe(
                one.agent(),
                described -> {
                    if (described.metadata().isEmpty()) {
                        failed(name, described.why());
                    } else {
                        act(one, described.metadata().get());
                    }
                });
    }

    private void act(FenceDevice one, FenceMetadata of) {
        if (ended) {
            return;
        }
        if (switchingOn) {
            // What unfences does so when the node is back.
            if (of.supports(ON) && !of.unfences()) {
                submit(one, ON);
            } else {
                succeeded(one);
            }
            return;
        }
        if (first.action().equals(ON)) {
            boolean here = first.target().equalsIgnoreCase(core.self());
            if (!of.supports(ON) || (of.unfencesItsOwn() && !here)) {
                failed(
                        one.name(),
                        of.supports(ON)
                                ? "it switches on only the machine it runs on"
                                : "it cannot switch on");
                return;
            }
        }
        core.check(
                one,
                of,
                first.target(),
                first.timeoutMs(),
                eligible -> {
                    if (eligible.can()) {
                        submit(one, actionOf(of));
                    } else {
                        failed(one.name(), eligible.why());
                    }
                });
    }

    /** A device that cannot do a reboot switches off. */
    private String actionOf(FenceMetadata of) {
        boolean off = first.action().equals(REBOOT) && (isSplit() || !of.supports(REBOOT));
        return off ? OFF : first.action();
    }

    private void submit(FenceDevice one, String action) {
        if (ended) {
            return;
        }
        FenceJob begun =
                new FenceJob(
                        one,
                        action,
                        first.target(),
                        one.timeoutMs(action, first.timeoutMs()),
                        core.nowNs() + TimeUnit.MILLISECONDS.toNanos(delayMs(one, action)),
                        answer -> {
                            job = null;
                            if (answer.succeeded() || switchingOn) {
                                succeeded(one);
                            } else {
                                failed(one.name(), action + ": " + answer.text());
                            }
                        });
        job = begun;
        core.submit(begun);
    }

    private long delayMs(FenceDevice one, String action) {
        if (first.delayMs() < 0) {
            return 0;
        }
        long wanted = delayed ? 0 : first.delayMs();
        delayed = true;
        return wanted + one.delayMs(action, first.target(), chance);
    }

    private void succeeded(FenceDevice one) {
        if (!acted.contains(one.name())) {
            acted.add(one.name());
        }
        device++;
        next();
    }

    private void failed(String name, String why) {
        reasons.add(name + ": " + why);
        acted.clear();
        level++;
        device = 0;
        switchingOn = false;
        next();
    }

    private String reason() {
        if (reasons.isEmpty()) {
            return "no device is configured";
        }
        StringJoiner all = new StringJoiner("; ");
        reasons.forEach(all::add);
        return all.toString();
    }

    private void end(boolean succeeded, String by, String why) {
        if (!ended) {
            ended = true;
            core.finished(this, joined, succeeded, by, why);
        }
    }
}
