package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.model.vrrp.Checker;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * When checks run, as written for a virtual server, a real server or a check; each inherits from
 * the one above it. Null where not written.
 */
final class TimingDraft {

    private static final double MAX_SECONDS = 86_400;
    private static final int MAX_RETRIES = 1_000_000;
    private static final long DEFAULT_DELAY_NS = 60 * Line.SECOND_NS;
    private static final long DEFAULT_CONNECT_TIMEOUT_NS = 5 * Line.SECOND_NS;

    private @Nullable Long delayNs;
    private @Nullable Long connectTimeoutNs;
    private @Nullable Integer retries;
    private @Nullable Long retryDelayNs;
    private @Nullable Long warmupNs;
    private @Nullable Boolean alpha;
    private @Nullable Boolean logAllFailures;

    /** What a kind of check does unless told; a delay of null is that between checks. */
    record Defaults(int retries, @Nullable Long retryDelayNs) {
        static final Defaults TCP = new Defaults(1, Line.SECOND_NS);
        static final Defaults HTTP = new Defaults(1, 3 * Line.SECOND_NS);
        static final Defaults DNS = new Defaults(3, null);
        static final Defaults MISC = new Defaults(0, Line.SECOND_NS);
    }

    static <D> void register(Registry<D> registry, Function<D, TimingDraft> of, boolean connects) {
        registry.on(
                "delay_loop",
                (line, draft) ->
                        of.apply(draft).delayNs = line.seconds("seconds", 0.001, MAX_SECONDS));
        registry.on(
                "delay_before_retry",
                (line, draft) ->
                        of.apply(draft).retryDelayNs = line.seconds("seconds", 0.001, MAX_SECONDS));
        registry.on(
                "warmup",
                (line, draft) -> of.apply(draft).warmupNs = line.seconds("s", 0, MAX_SECONDS));
        registry.on("retry", (line, draft) -> of.apply(draft).retries = retries(line));
        registry.on("alpha", (line, draft) -> of.apply(draft).alpha = line.truth());
        if (connects) {
            registry.on(
                    "connect_timeout",
                    (line, draft) ->
                            of.apply(draft).connectTimeoutNs =
                                    line.seconds("seconds", 0.001, MAX_SECONDS));
        }
    }

    /** The old name of {@code retry}. */
    static <D> void registerOldName(Registry<D> registry, Function<D, TimingDraft> of) {
        registry.on("nb_get_retry", (line, draft) -> of.apply(draft).retries = retries(line));
    }

    static <D> void registerLogging(Registry<D> registry, Function<D, TimingDraft> of) {
        registry.on(
                "log_all_failures", (line, draft) -> of.apply(draft).logAllFailures = line.truth());
    }

    private static int retries(Line line) throws Refusal {
        return (int) line.integer("a number of tries", 0, MAX_RETRIES);
    }

    /** What counts here, where nothing is written taken from above. */
    TimingDraft over(TimingDraft above) {
        TimingDraft merged = new TimingDraft();
        merged.delayNs = or(delayNs, above.delayNs);
        merged.connectTimeoutNs = or(connectTimeoutNs, above.connectTimeoutNs);
        merged.retries = or(retries, above.retries);
        merged.retryDelayNs = or(retryDelayNs, above.retryDelayNs);
        merged.warmupNs = or(warmupNs, above.warmupNs);
        merged.alpha = or(alpha, above.alpha);
        merged.logAllFailures = or(logAllFailures, above.logAllFailures);
        return merged;
    }

    boolean isAlpha() {
        return Boolean.TRUE.equals(alpha);
    }

    long connectTimeoutNs() {
        return connectTimeoutNs == null ? DEFAULT_CONNECT_TIMEOUT_NS : connectTimeoutNs;
    }

    Checker.Timing build(Defaults defaults, boolean logAllByDefault) {
        long delay = delayNs == null ? DEFAULT_DELAY_NS : delayNs;
        long retryDelay = defaults.retryDelayNs() == null ? delay : defaults.retryDelayNs();
        return new Checker.Timing(
                delay,
                retries == null ? defaults.retries() : retries,
                retryDelayNs == null ? retryDelay : retryDelayNs,
                warmupNs == null ? delay : warmupNs,
                isAlpha(),
                logAllFailures == null ? logAllByDefault : logAllFailures);
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T above) {
        return own == null ? above : own;
    }
}
