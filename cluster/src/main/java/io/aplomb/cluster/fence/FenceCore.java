package io.aplomb.cluster.fence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fencer: (state, input, now) to effects. It runs orders ({@link FencingRun}) side by side,
 * gives each device no more to do at a time than it can, and remembers what devices and agents said
 * of themselves. Not for several threads at once.
 */
public final class FenceCore {

    /** What a device listed counts so long: its answer takes time, and a node to fence has none. */
    private static final long LIST_NS = TimeUnit.SECONDS.toNanos(60);

    /** The status of an agent that is not there, as a shell has it. */
    private static final int NOT_THERE = 127;

    private final String self;
    private final Map<String, FenceDevice> registered = new LinkedHashMap<>();
    private final Map<String, FenceMetadata> metadata = new HashMap<>();
    private final Map<String, List<Consumer<Described>>> describing = new HashMap<>();
    private final Map<String, Listed> lists = new HashMap<>();
    private final List<FenceJob> jobs = new ArrayList<>();
    private final List<FencingRun> orders = new ArrayList<>();
    private final List<FenceEffect> effects = new ArrayList<>();
    private FenceConfiguration configuration = FenceConfiguration.NONE;
    private long runs;
    private long nowNs;

    /** What a device said that it can fence; empty where it cannot say. */
    private record Listed(FenceDevice device, Optional<List<String>> hosts, long atNs) {}

    /** What an agent said of itself. */
    record Described(Optional<FenceMetadata> metadata, String why) {}

    /** Whether a device can fence a node, and why not. */
    record Eligibility(boolean can, String why) {
        static final Eligibility YES = new Eligibility(true, "");
    }

    /**
     * @param self this node
     */
    public FenceCore(String self) {
        this.self = self;
    }

    /** Takes an input at a time, which never goes back, in nanoseconds of a monotonic clock. */
    public List<FenceEffect> on(FenceInput input, long atNs) {
        nowNs = atNs;
        switch (input) {
            case FenceInput.Configured(FenceConfiguration changed) -> {
                configuration = changed;
                changed.devices().forEach(device -> describe(device.agent(), _ -> {}));
            }
            case FenceInput.Registered(FenceDevice device) -> {
                registered.put(device.name(), device);
                describe(device.agent(), _ -> {});
            }
            case FenceInput.Unregistered(String name) -> registered.remove(name);
            case FenceInput.Ordered(FenceOrder order, double chance) -> ordered(order, chance);
            case FenceInput.Asked asked -> asked(asked);
            case FenceInput.Described(String agent, Optional<FenceMetadata> told, String why) ->
                    described(agent, new Described(told, why));
            case FenceInput.Ended(long run, FenceAnswer answer) -> ended(run, answer);
            case FenceInput.Confirmed(String target) -> confirmed(target);
            case FenceInput.TimeCame _ -> {
                // What is due begins below.
            }
        }
        begin();
        List<FenceEffect> result = List.copyOf(effects);
        effects.clear();
        return result;
    }

    /** When {@link FenceInput.TimeCame} is due; {@link Long#MAX_VALUE} for never. */
    public long dueNs() {
        return jobs.stream()
                .filter(job -> !job.isRunning() && job.notBeforeNs > nowNs)
                .mapToLong(job -> job.notBeforeNs)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Orders that are not at their end. */
    public List<FenceOrder> pending() {
        return orders.stream().map(FencingRun::order).toList();
    }

    private void ordered(FenceOrder order, double chance) {
        for (FencingRun other : orders) {
            if (other.isFor(order.target(), order.action())) {
                other.join(order);
                return;
            }
        }
        FencingRun run = new FencingRun(this, order, chance);
        orders.add(run);
        run.start();
    }

    void finished(FencingRun run, List<FenceOrder> of, boolean succeeded, String by, String why) {
        orders.remove(run);
        of.forEach(order -> effects.add(new FenceEffect.Finished(order, succeeded, by, why)));
    }

    private void confirmed(String target) {
        for (FencingRun run : List.copyOf(orders)) {
            if (run.order().target().equalsIgnoreCase(target)) {
                run.confirmed();
            }
        }
    }

    private void asked(FenceInput.Asked asked) {
        Optional<FenceDevice> device = device(asked.device());
        if (device.isEmpty()) {
            answer(asked.id(), new FenceAnswer(1, false, "", "no such device"));
            return;
        }
        describe(
                device.get().agent(),
                described -> {
                    if (described.metadata.isEmpty()) {
                        answer(asked.id(), new FenceAnswer(NOT_THERE, false, "", described.why));
                        return;
                    }
                    long timeoutMs = device.get().timeoutMs("monitor", asked.timeoutMs());
                    submit(
                            new FenceJob(
                                    device.get(),
                                    "monitor",
                                    null,
                                    timeoutMs,
                                    nowNs,
                                    answer -> answer(asked.id(), answer)));
                });
    }

    private void answer(String id, FenceAnswer answer) {
        effects.add(new FenceEffect.Answered(id, answer));
    }

    FenceConfiguration configuration() {
        return configuration;
    }

    /** What runs here may be newer than what this node knows of the configuration. */
    Optional<FenceDevice> device(String name) {
        return Optional.ofNullable(registered.get(name)).or(() -> configuration.device(name));
    }

    /** Those of the highest priority first. */
    List<FenceDevice> devices() {
        Map<String, FenceDevice> all = new LinkedHashMap<>();
        configuration.devices().forEach(device -> all.put(device.name(), device));
        all.putAll(registered);
        return all.values().stream()
                .sorted(Comparator.comparingInt(FenceDevice::priority).reversed())
                .toList();
    }

    String self() {
        return self;
    }

    long nowNs() {
        return nowNs;
    }

    /** What an agent says of itself, now or when it has. */
    void describe(String agent, Consumer<Described> then) {
        FenceMetadata known = metadata.get(agent);
        if (known != null) {
            then.accept(new Described(Optional.of(known), ""));
            return;
        }
        List<Consumer<Described>> waiting = describing.get(agent);
        if (waiting == null) {
            waiting = new ArrayList<>();
            describing.put(agent, waiting);
            effects.add(new FenceEffect.Describe(agent));
        }
        waiting.add(then);
    }

    private void described(String agent, Described told) {
        told.metadata.ifPresent(known -> metadata.put(agent, known));
        List<Consumer<Described>> waiting = describing.remove(agent);
        if (waiting != null) {
            waiting.forEach(each -> each.accept(told));
        }
    }

    /** Whether a device can fence a node, now or when it has said so. */
    void check(
            FenceDevice device,
            FenceMetadata of,
            String target,
            long timeoutMs,
            Consumer<Eligibility> then) {
        switch (device.hostCheck(of)) {
            case NONE -> then.accept(Eligibility.YES);
            case STATIC_LIST -> then.accept(eligible(device.lists(target), "it does not list it"));
            case DYNAMIC_LIST -> checkList(device, target, timeoutMs, then);
            case STATUS -> checkStatus(device, target, timeoutMs, then);
        }
    }

    private static Eligibility eligible(boolean can, String otherwise) {
        return can ? Eligibility.YES : new Eligibility(false, otherwise);
    }

    private void checkList(
            FenceDevice device, String target, long timeoutMs, Consumer<Eligibility> then) {
        Listed listed = lists.get(device.name());
        if (listed != null && listed.device.equals(device) && nowNs - listed.atNs < LIST_NS) {
            judge(device, target, listed, timeoutMs, then);
            return;
        }
        Consumer<FenceAnswer> told =
                answer -> {
                    Optional<List<String>> hosts =
                            answer.succeeded()
                                    ? Optional.of(HostNames.list(answer.output()))
                                    : Optional.empty();
                    Listed now = new Listed(device, hosts, nowNs);
                    lists.put(device.name(), now);
                    judge(device, target, now, timeoutMs, then);
                };
        submit(
                new FenceJob(
                        device, "list", null, device.timeoutMs("list", timeoutMs), nowNs, told));
    }

    /** A device that cannot list is asked for the state of the node. */
    private void judge(
            FenceDevice device,
            String target,
            Listed listed,
            long timeoutMs,
            Consumer<Eligibility> then) {
        if (listed.hosts.isEmpty()) {
            checkStatus(device, target, timeoutMs, then);
            return;
        }
        String name = device.alias(target).orElse(target);
        boolean can = HostNames.contains(listed.hosts.get(), name);
        then.accept(eligible(can, "it does not list it"));
    }

    private void checkStatus(
            FenceDevice device, String target, long timeoutMs, Consumer<Eligibility> then) {
        submit(
                new FenceJob(
                        device,
                        "status",
                        target,
                        device.timeoutMs("status", timeoutMs),
                        nowNs,
                        answer -> {
                            boolean can = !answer.timedOut() && isState(answer.status());
                            then.accept(
                                    eligible(can, "it does not know its state: " + answer.text()));
                        }));
    }

    /** 0 is on, 2 is off. */
    private static boolean isState(int status) {
        return status == 0 || status == 2;
    }

    /** An action with its repetitions, when the device has time for it. */
    void submit(FenceJob job) {
        jobs.add(job);
    }

    void abort(FenceJob job) {
        jobs.remove(job);
        if (job.isRunning()) {
            effects.add(new FenceEffect.Abort(job.run));
        }
    }

    private void ended(long run, FenceAnswer answer) {
        for (FenceJob job : List.copyOf(jobs)) {
            if (job.run == run && job.isLast(answer, nowNs)) {
                jobs.remove(job);
                job.then.accept(answer);
            }
        }
    }

    /** What is due and for which the device has time; what switches off a node before the rest. */
    private void begin() {
        FenceJob next = nextJob();
        while (next != null) {
            long leftMs = next.begin(runs, nowNs);
            FenceMetadata of = metadata.getOrDefault(next.device.agent(), FenceMetadata.NONE);
            effects.add(
                    new FenceEffect.Run(
                            runs,
                            next.device.name(),
                            next.device.agent(),
                            next.device.arguments(next.action, next.target, of),
                            leftMs));
            runs++;
            next = nextJob();
        }
    }

    private @Nullable FenceJob nextJob() {
        return jobs.stream()
                .filter(job -> !job.isRunning() && job.notBeforeNs <= nowNs)
                .filter(job -> running(job.device.name()) < job.device.limit())
                .min(Comparator.comparing(job -> !job.isUrgent()))
                .orElse(null);
    }

    private long running(String device) {
        return jobs.stream()
                .filter(job -> job.isRunning() && job.device.name().equals(device))
                .count();
    }
}
