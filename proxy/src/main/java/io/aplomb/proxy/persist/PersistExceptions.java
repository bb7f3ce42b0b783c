package io.aplomb.proxy.persist;

import io.aplomb.model.proxy.PersistRule;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.Stream;

/** {@code force-persist}, {@code ignore-persist} and {@code option persist} (manual 4.2). */
public final class PersistExceptions {

    private PersistExceptions() {}

    /** Notes the first exception whose condition is met, once the backend is chosen. */
    public static void note(BackendRuntime backend, Stream stream) {
        for (PersistRule rule : backend.part().persistRules()) {
            if (rule.condition().holds(stream)) {
                switch (rule.kind()) {
                    case FORCE -> stream.persistence().force();
                    case IGNORE -> stream.persistence().ignore();
                }
                return;
            }
        }
    }

    /** Whether the request is to reach the server it belongs to even when that is down. */
    public static boolean evenIfDown(BackendRuntime backend, Stream stream) {
        return backend.part().persistToDown() || stream.persistence().isForced();
    }

    /** Prefers a server the request belongs to, if it may be used; says whether it may. */
    public static boolean prefer(ServerRuntime server, BackendRuntime backend, Stream stream) {
        boolean evenIfDown = evenIfDown(backend, stream);
        boolean usable = server.isUp() || evenIfDown;
        if (usable) {
            stream.persistence().prefer(server, evenIfDown);
        }
        return usable;
    }
}
