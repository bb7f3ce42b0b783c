package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.TrackFile;
import org.jspecify.annotations.Nullable;

/** A {@code track_file} as written. */
final class TrackFileDraft {

    private static final int MAX_WEIGHT = Integer.MAX_VALUE;

    final Word name;
    private @Nullable String path;
    private Weights.Weight weight = new Weights.Weight(1, false);
    private TrackFile.@Nullable InitialValue initial;

    TrackFileDraft(Word name) {
        this.name = name;
    }

    static Registry<TrackFileDraft> registry() {
        Registry<TrackFileDraft> registry = new Registry<>(Scope.TRACK_FILE);
        registry.on("file", (line, draft) -> draft.path = line.take("a path").text());
        registry.on("weight", (line, draft) -> draft.weight = Weights.read(line, MAX_WEIGHT));
        registry.on("init_file", TrackFileDraft::initial);
        return registry;
    }

    private static void initial(Line line, TrackFileDraft draft) throws Refusal {
        long value = 0;
        boolean overwrite = false;
        while (line.hasNext()) {
            if (line.takeIf("overwrite")) {
                overwrite = true;
            } else {
                value = line.integer("a number", Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        draft.initial = new TrackFile.InitialValue(value, overwrite);
    }

    /** Null when there is no file; that is reported. */
    @Nullable TrackFile build(Diagnostics diagnostics) {
        if (path == null) {
            diagnostics.error(
                    name.position(),
                    name.width(),
                    "track_file '%s' has no file".formatted(name.text()),
                    "write file \"PATH\"");
            return null;
        }
        return new TrackFile(
                name.text(), path, weight.value(), weight.reverse(), initial, name.position());
    }
}
