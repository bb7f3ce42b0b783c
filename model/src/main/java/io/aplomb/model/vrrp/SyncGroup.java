package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import java.util.List;

/**
 * Instances that change their state together: {@code vrrp_sync_group}.
 *
 * @param members names of instances, at least one, in file order
 * @param weightsCount {@code sync_group_tracking_weight}: weights of members keep their meaning;
 *     otherwise they are 0 in the members already
 */
public record SyncGroup(
        String name,
        List<String> members,
        Tracking tracking,
        Notifications notifications,
        boolean weightsCount,
        SourcePosition position) {

    public SyncGroup {
        members = List.copyOf(members);
    }

    /** The same that watches something else. */
    public SyncGroup withTracking(Tracking other) {
        return new SyncGroup(name, members, other, notifications, weightsCount, position);
    }
}
