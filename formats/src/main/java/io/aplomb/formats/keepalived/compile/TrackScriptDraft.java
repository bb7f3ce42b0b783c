package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import io.aplomb.model.vrrp.TrackScript;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@code vrrp_script} as written. */
final class TrackScriptDraft {

    private static final int MAX_RUNS = 10_000;
    private static final double MAX_SECONDS = 86_400;

    final Word name;
    private @Nullable Script script;
    private boolean scriptRefused;
    private @Nullable ScriptUser user;
    private long intervalNs = Line.SECOND_NS;
    private long timeoutNs;
    private Weights.Weight weight = new Weights.Weight(0, false);
    private int rise = 1;
    private int fall = 1;
    private boolean initiallyFailed;

    TrackScriptDraft(Word name) {
        this.name = name;
    }

    static Registry<TrackScriptDraft> registry() {
        Registry<TrackScriptDraft> registry = new Registry<>(Scope.VRRP_SCRIPT);
        registry.on(
                "script",
                (line, draft) -> {
                    draft.scriptRefused = true;
                    draft.script = Scripts.alone(line);
                });
        registry.on("user", (line, draft) -> draft.user = Scripts.user(line));
        registry.on(
                "interval",
                (line, draft) -> draft.intervalNs = line.seconds("seconds", 0.001, MAX_SECONDS));
        registry.on(
                "timeout",
                (line, draft) -> draft.timeoutNs = line.seconds("seconds", 0.001, MAX_SECONDS));
        registry.on("weight", (line, draft) -> draft.weight = Weights.read(line, 253));
        registry.on(
                "rise",
                (line, draft) -> draft.rise = (int) line.integer("a number of runs", 1, MAX_RUNS));
        registry.on(
                "fall",
                (line, draft) -> draft.fall = (int) line.integer("a number of runs", 1, MAX_RUNS));
        registry.on("init_fail", (_, draft) -> draft.initiallyFailed = true);
        return registry;
    }

    /** Null when there is no script; that is reported. */
    @Nullable TrackScript build(@Nullable ScriptUser globalUser, Diagnostics diagnostics) {
        if (script == null && scriptRefused) {
            return null;
        }
        if (script == null) {
            diagnostics.error(
                    name.position(),
                    name.width(),
                    "vrrp_script '%s' has no script".formatted(name.text()),
                    "write script \"PROGRAM ARGUMENT ...\"");
            return null;
        }
        Script resolved = Objects.requireNonNull(Scripts.as(Scripts.as(script, user), globalUser));
        return new TrackScript(
                name.text(),
                resolved,
                intervalNs,
                timeoutNs == 0 ? intervalNs : timeoutNs,
                weight.value(),
                weight.reverse(),
                rise,
                fall,
                initiallyFailed,
                name.position());
    }
}
