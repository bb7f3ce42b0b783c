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

    /** Those there are now; each may have ended when it is looked at later. */
    public List<LiveSession> all() {
        return List.copyOf(all);
    }

    /** For each one; the action may end it. */
    public void forEach(Consumer<LiveSession> action) {
        all().forEach(action);
    }
}
