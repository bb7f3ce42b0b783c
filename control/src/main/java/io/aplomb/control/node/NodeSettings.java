package io.aplomb.control.node;

import io.aplomb.cluster.live.LeaseSettings;
import io.aplomb.control.guard.GuardSettings;
import io.aplomb.control.link.LinkSettings;
import io.aplomb.control.store.StoreTimings;
import java.nio.file.Path;

/**
 * How a node behaves.
 *
 * @param fencing makes the fence devices of a node of that name with that state directory
 */
public record NodeSettings(
        LeaseSettings leases,
        LinkSettings links,
        StoreTimings store,
        GuardSettings guard,
        FencingFactory fencing) {

    /** The usual: takeover in well under half a second. */
    public static NodeSettings usual(FencingFactory fencing) {
        return new NodeSettings(
                LeaseSettings.DEFAULT,
                LinkSettings.defaults(),
                StoreTimings.STANDARD,
                GuardSettings.DEFAULT,
                fencing);
    }

    /** Makes the fence devices of a node. */
    @FunctionalInterface
    public interface FencingFactory {
        /** Those of a node of that name with that state directory. */
        NodeFencing make(String node, Path state);
    }
}
