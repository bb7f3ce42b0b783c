package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.List;

/** A {@code vrrp_sync_group} as written. */
final class GroupDraft implements TrackDraft.Owner, NotifyDraft.Owner {

    final Word name;
    final List<Word> members = new ArrayList<>();
    final TrackDraft tracking = new TrackDraft();
    final NotifyDraft notifications = new NotifyDraft();
    boolean weightsCount;

    GroupDraft(Word name) {
        this.name = name;
    }

    static Registry<GroupDraft> registry(BlockReader blocks) {
        Registry<GroupDraft> registry = new Registry<>(Scope.VRRP_SYNC_GROUP);
        TrackDraft.register(registry, blocks);
        NotifyDraft.register(registry);
        registry.on(
                "group",
                (line, draft) ->
                        blocks.items(
                                line.block(), (item, to) -> to.members.addAll(item.rest()), draft));
        registry.on("sync_group_tracking_weight", (_, draft) -> draft.weightsCount = true);
        registry.on("global_tracking", (_, draft) -> draft.weightsCount = true);
        return registry;
    }

    @Override
    public TrackDraft tracking() {
        return tracking;
    }

    @Override
    public NotifyDraft notifications() {
        return notifications;
    }
}
