package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.text.Refusal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How neighbours are told, as written, globally or for an instance; null where not written. */
final class GarpDraft {

    /** keepalived's defaults. */
    private static final int REPEAT = 5;

    private static final long DELAY_NS = 5 * Line.SECOND_NS;

    @Nullable Long delayNs;
    @Nullable Integer repeat;
    @Nullable Long lowerPriorityDelayNs;
    @Nullable Integer lowerPriorityRepeat;
    @Nullable Long refreshNs;
    @Nullable Integer refreshRepeat;
    @Nullable Long extraNs;
    boolean allExtra;

    /** {@code vrrp_garp_...} globally, {@code garp_...} in an instance. */
    static <D> void register(Registry<D> registry, String prefix, Function<D, GarpDraft> of) {
        registry.on(
                prefix + "garp_master_delay",
                (line, draft) -> of.apply(draft).delayNs = line.seconds("seconds", 0, 86_400));
        registry.on(
                prefix + "garp_master_repeat",
                (line, draft) -> of.apply(draft).repeat = count(line, 1));
        registry.on(
                prefix + "garp_lower_prio_delay",
                (line, draft) ->
                        of.apply(draft).lowerPriorityDelayNs = line.seconds("seconds", 0, 86_400));
        registry.on(
                prefix + "garp_lower_prio_repeat",
                (line, draft) -> of.apply(draft).lowerPriorityRepeat = count(line, 0));
        registry.on(
                prefix + "garp_master_refresh",
                (line, draft) -> of.apply(draft).refreshNs = line.seconds("seconds", 0, 86_400));
        registry.on(
                prefix + "garp_master_refresh_repeat",
                (line, draft) -> of.apply(draft).refreshRepeat = count(line, 1));
        registry.on(
                prefix + "garp_extra_if",
                (line, draft) -> {
                    of.apply(draft).allExtra = line.takeIf("all");
                    of.apply(draft).extraNs = line.seconds("seconds", 0, 86_400);
                });
    }

    private static int count(Line line, int least) throws Refusal {
        return (int) line.integer("a number of messages", least, 255);
    }

    int repeat(GarpDraft global, boolean minimal) {
        return first(repeat, global.repeat, minimal ? 1 : REPEAT);
    }

    long delayNs(GarpDraft global, boolean minimal) {
        return first(delayNs, global.delayNs, minimal ? 0 : DELAY_NS);
    }

    int lowerPriorityRepeat(GarpDraft global, boolean minimal) {
        return first(lowerPriorityRepeat, global.lowerPriorityRepeat, repeat(global, minimal));
    }

    long lowerPriorityDelayNs(GarpDraft global, boolean minimal) {
        return first(lowerPriorityDelayNs, global.lowerPriorityDelayNs, delayNs(global, minimal));
    }

    long refreshNs(GarpDraft global) {
        return first(refreshNs, global.refreshNs, 0L);
    }

    int refreshRepeat(GarpDraft global) {
        return first(refreshRepeat, global.refreshRepeat, 1);
    }

    long extraNs(GarpDraft global) {
        return first(extraNs, global.extraNs, 0L);
    }

    boolean allExtra(GarpDraft global) {
        return extraNs == null ? global.allExtra : allExtra;
    }

    private static <T> T first(@Nullable T own, @Nullable T inherited, T otherwise) {
        if (own != null) {
            return own;
        }
        return inherited != null ? inherited : otherwise;
    }
}
