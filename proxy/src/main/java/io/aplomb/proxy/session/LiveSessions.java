package io.aplomb.proxy.session;

import io.aplomb.proxy.net.Loop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The client connections of one loop. */
public final class LiveSessions {

    private final Set<LiveSession> all = new LinkedHashSet<>();

    private LiveSessions() {}

    /** Those of a context's loop. */
    public static LiveSessions of(SessionContext context) {
        return context.local(LiveSessions.class, LiveSessions::onLoop);
    }

    private static LiveSessions onLoop(Loop loop) {
        return new LiveSessions();
    }

    public void add(LiveSession session) {
        all.add(session);
    }

    public void remove(LiveSession session) {
        all.remove(session);
    }

    /** For each one; the action may end it. */
    public void forEach(Consumer<LiveSession> action) {
        List.copyOf(all).forEach(action);
    }
}
