package io.aplomb.vrrp.track;

import io.aplomb.base.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * keepalived's rule of weights. Pure.
 *
 * <p>Effective priority = base + the sum over the weighted items, kept within 1 to 254. An item
 * adds a positive weight while it is up and a negative one while it is down, nothing otherwise and
 * nothing while it is unknown; {@code reverse} turns the sign of what it adds. An item of weight 0
 * adds nothing: it is a fault while down, or while up when reversed. Priority 255 belongs to the
 * owner of the addresses; no weight changes or reaches it.
 *
 * <p>A file adds its number times its weight. Less than -253 is a fault, more than 253 counts as
 * 253. With weight 0 any number but 0 is a fault.
 *
 * <p>Seen on keepalived 2.2.7: base 100 with {@code weight 200} up is 254; with {@code weight -200}
 * down 1; with {@code weight 5 reverse} up 95, down 100; with {@code weight -5 reverse} up 100,
 * down 105.
 */
public final class Tracking {

    public static final int MIN_PRIORITY = 1;
    public static final int MAX_PRIORITY = 254;
    public static final int OWNER_PRIORITY = 255;

    /** Beyond this what a file says is no longer a matter of priority. */
    private static final int MAX_FILE_EFFECT = 253;

    private Tracking() {}

    /**
     * Judges the items.
     *
     * @param basePriority as configured, 1 to 255
     * @param status what is known of the item of that name
     */
    public static Verdict judge(
            int basePriority, List<TrackedItem> items, Function<String, TrackStatus> status) {
        Check.argument(
                basePriority >= MIN_PRIORITY && basePriority <= OWNER_PRIORITY,
                "a priority is 1 to 255");
        List<String> faults = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        long sum = basePriority;
        for (TrackedItem item : items) {
            TrackStatus known = status.apply(item.name());
            if (isFault(item, known)) {
                faults.add(item.name());
            } else if (item.faults() && known instanceof TrackStatus.Unknown) {
                unknown.add(item.name());
            }
            sum += effect(item, known);
        }
        int priority =
                basePriority == OWNER_PRIORITY
                        ? OWNER_PRIORITY
                        : Math.clamp(sum, MIN_PRIORITY, MAX_PRIORITY);
        return new Verdict(priority, faults, unknown);
    }

    /**
     * The items that count for a member of a sync group. Members must agree on who is Master, so
     * keepalived leaves out a member's own weighted items, unless the group has {@code
     * sync_group_tracking_weight} or {@code global_tracking}. Those of weight 0 stay: a fault of
     * one is a fault of all.
     */
    public static List<TrackedItem> ofMember(List<TrackedItem> items, boolean weightsAllowed) {
        return weightsAllowed ? items : items.stream().filter(TrackedItem::faults).toList();
    }

    /** What the item adds to the priority. */
    static long effect(TrackedItem item, TrackStatus status) {
        long sign = item.reverse() ? -1 : 1;
        return switch (status) {
            case TrackStatus.Unknown() -> 0;
            case TrackStatus.Up() -> Math.max(item.weight(), 0) * sign;
            case TrackStatus.Down() -> Math.min(item.weight(), 0) * sign;
            case TrackStatus.Value(int number) ->
                    Math.min(sign * number * item.weight(), MAX_FILE_EFFECT);
        };
    }

    private static boolean isFault(TrackedItem item, TrackStatus status) {
        if (status instanceof TrackStatus.Value && !item.faults()) {
            return effect(item, status) < -MAX_FILE_EFFECT;
        }
        if (!item.faults()) {
            return false;
        }
        return switch (status) {
            case TrackStatus.Unknown() -> false;
            case TrackStatus.Up() -> item.reverse();
            case TrackStatus.Down() -> !item.reverse();
            case TrackStatus.Value(int number) -> (number != 0) != item.reverse();
        };
    }
}
