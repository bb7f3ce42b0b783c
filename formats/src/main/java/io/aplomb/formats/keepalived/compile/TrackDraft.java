package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an instance or a group watches, as written. */
final class TrackDraft {

    /** What can be watched, and the largest weight. */
    enum Kind {
        INTERFACE(253),
        SCRIPT(253),
        FILE(254),
        PROCESS(254);

        private final int most;

        Kind(int most) {
            this.most = most;
        }

        String keyword() {
            return "track_" + name().toLowerCase(Locale.ROOT);
        }

        /** The block that gives such a thing its name. */
        String declaredBy() {
            return switch (this) {
                case INTERFACE -> "interface";
                case SCRIPT -> "vrrp_script";
                case FILE -> "track_file";
                case PROCESS -> "vrrp_track_process";
            };
        }
    }

    /**
     * One thing watched.
     *
     * @param weight null for the thing's own default
     */
    record Item(Word name, @Nullable Integer weight, @Nullable Boolean reverse) {}

    /** Something that has a list of things watched. */
    interface Owner {
        TrackDraft tracking();
    }

    private final Map<Kind, List<Item>> items = new EnumMap<>(Kind.class);

    List<Item> of(Kind kind) {
        return items.getOrDefault(kind, List.of());
    }

    static <D extends Owner> void register(Registry<D> registry, BlockReader blocks) {
        for (Kind kind : Kind.values()) {
            registry.on(
                    kind.keyword(),
                    (line, draft) ->
                            blocks.items(
                                    line.block(),
                                    (item, tracking) -> tracking.read(item, kind),
                                    draft.tracking()));
        }
    }

    private void read(Line line, Kind kind) throws Refusal {
        Word name = line.take("a name");
        Integer weight = null;
        Boolean reverse = null;
        while (line.hasNext()) {
            Word option = line.take("an option");
            switch (option.text()) {
                case "weight" -> weight = (int) line.integer("a weight", -kind.most, kind.most);
                case "reverse" -> reverse = true;
                case "noreverse", "no_reverse" -> reverse = false;
                default -> throw line.unknown(option, "option", List.of("weight", "reverse"));
            }
        }
        if (of(kind).stream().anyMatch(item -> item.name().is(name.text()))) {
            throw line.error(name, "'%s' is watched twice".formatted(name.text()));
        }
        items.computeIfAbsent(kind, added -> new ArrayList<>())
                .add(new Item(name, weight, reverse));
    }
}
