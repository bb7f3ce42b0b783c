package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Suggestions;
import io.aplomb.formats.keepalived.compile.TrackDraft.Item;
import io.aplomb.formats.keepalived.compile.TrackDraft.Kind;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Track;
import io.aplomb.model.vrrp.TrackFile;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.model.vrrp.Tracking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the weights of what is watched, and takes out what cannot count: weights of members of a
 * group would let its instances disagree, and the owner of the addresses has a fixed priority
 * (manual, "VRRP synchronization group(s)" and "priority").
 */
final class TrackResolver {

    private static final int OWNER_PRIORITY = 255;

    private final Map<Kind, Map<String, Weights.Weight>> defaults = new EnumMap<>(Kind.class);
    private final Map<Kind, Set<String>> declared = new EnumMap<>(Kind.class);
    private final Diagnostics diagnostics;
    private final Map<String, InstanceDraft> instances;

    TrackResolver(
            Drafts drafts,
            List<TrackScript> scripts,
            List<TrackFile> files,
            List<TrackProcess> processes,
            Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.instances = drafts.instances;
        declared.put(Kind.SCRIPT, drafts.scripts.keySet());
        declared.put(Kind.FILE, drafts.files.keySet());
        declared.put(Kind.PROCESS, drafts.processes.keySet());
        scripts.forEach(s -> put(Kind.SCRIPT, s.name(), s.weight(), s.reverse()));
        files.forEach(f -> put(Kind.FILE, f.name(), f.weight(), f.reverse()));
        processes.forEach(p -> put(Kind.PROCESS, p.name(), p.weight(), p.reverse()));
    }

    private void put(Kind kind, String name, int weight, boolean reverse) {
        defaults.computeIfAbsent(kind, added -> new HashMap<>())
                .put(name, new Weights.Weight(weight, reverse));
    }

    Tracking ofGroup(GroupDraft group) {
        boolean owner =
                group.members.stream()
                        .map(member -> instances.get(member.text()))
                        .anyMatch(member -> member != null && member.priority == OWNER_PRIORITY);
        @Nullable String obstacle = owner ? "a member has priority 255, which never changes" : null;
        return tracking(group.tracking, obstacle, null, null);
    }

    Tracking ofInstance(InstanceDraft instance, @Nullable GroupDraft group) {
        String obstacle = null;
        if (instance.priority == OWNER_PRIORITY) {
            obstacle = "the priority 255 never changes";
        } else if (group != null && !group.weightsCount) {
            obstacle =
                    "the instances of the group '%s' must agree; watch it in the group"
                            .formatted(group.name.text());
        }
        return tracking(
                instance.tracking,
                obstacle,
                group == null ? null : group.tracking,
                instance.interfaceWord);
    }

    private Tracking tracking(
            TrackDraft draft,
            @Nullable String obstacle,
            @Nullable TrackDraft group,
            @Nullable Word ownInterface) {
        Map<Kind, List<Track>> tracks = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            List<Track> resolved = new ArrayList<>();
            for (Item item : draft.of(kind)) {
                Track track = resolve(kind, item);
                if (track != null
                        && !isOwn(kind, item, ownInterface)
                        && !isOfGroup(kind, item, group)
                        && !isObstructed(item, track, obstacle)) {
                    resolved.add(track);
                }
            }
            tracks.put(kind, resolved);
        }
        return new Tracking(
                tracks.getOrDefault(Kind.INTERFACE, List.of()),
                tracks.getOrDefault(Kind.SCRIPT, List.of()),
                tracks.getOrDefault(Kind.FILE, List.of()),
                tracks.getOrDefault(Kind.PROCESS, List.of()));
    }

    /** With the weight that counts; null when there is no such thing. */
    private @Nullable Track resolve(Kind kind, Item item) {
        Weights.Weight weight = new Weights.Weight(0, false);
        if (kind != Kind.INTERFACE) {
            Set<String> names = declared.getOrDefault(kind, Set.of());
            if (!names.contains(item.name().text())) {
                missing(item.name(), kind.declaredBy(), names, diagnostics);
                return null;
            }
            // One that was declared wrongly has no weight; its own complaint is enough.
            weight = defaults.getOrDefault(kind, Map.of()).getOrDefault(item.name().text(), weight);
        }
        Boolean reverse = item.reverse();
        Integer own = item.weight();
        return new Track(
                item.name().text(),
                own == null ? weight.value() : own,
                reverse == null ? own == null && weight.reverse() : reverse,
                item.name().position());
    }

    private boolean isOwn(Kind kind, Item item, @Nullable Word ownInterface) {
        if (kind != Kind.INTERFACE
                || ownInterface == null
                || !item.name().is(ownInterface.text())) {
            return false;
        }
        warn(item, "the instance watches its own interface anyway", "remove it");
        return true;
    }

    private boolean isOfGroup(Kind kind, Item item, @Nullable TrackDraft group) {
        boolean both =
                group != null
                        && group.of(kind).stream()
                                .anyMatch(other -> other.name().is(item.name().text()));
        if (both) {
            warn(item, "the group watches it already", "remove it here");
        }
        return both;
    }

    private boolean isObstructed(Item item, Track track, @Nullable String obstacle) {
        if (obstacle == null || track.isFaultWhenDown()) {
            return false;
        }
        warn(
                item,
                "'%s' has a weight and is not watched: %s".formatted(item.name().text(), obstacle),
                "write weight 0 if its failure shall be the fault state");
        return true;
    }

    private void warn(Item item, String message, String advice) {
        diagnostics.warning(item.name().position(), item.name().width(), message, advice);
    }

    /** Complains about a name nobody has. */
    static void missing(Word at, String what, Collection<String> known, Diagnostics diagnostics) {
        String message = "no %s '%s'".formatted(what, at.text());
        Suggestions.nearest(at.text(), known)
                .ifPresentOrElse(
                        near ->
                                diagnostics.error(
                                        at.position(),
                                        at.width(),
                                        message,
                                        "did you mean '" + near + "'?"),
                        () -> diagnostics.error(at.position(), at.width(), message));
    }
}
