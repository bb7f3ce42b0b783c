package io.aplomb.app;

import io.aplomb.app.engine.HaproxyProgram;
import io.aplomb.app.proxy.ProxyProgram;
import java.util.Optional;

/** The proxy engine of this build. */
final class Engine {
    private Engine() {}

    /** What {@code aplomb proxy} runs. */
    static Optional<ProxyProgram> program() {
        return Optional.of(new HaproxyProgram(ProgramVersion.number()));
    }
}
