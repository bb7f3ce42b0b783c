package io.aplomb.control.node;

import io.aplomb.control.fence.FenceAgents;
import io.aplomb.control.link.LinkSettings;
import io.aplomb.control.store.StoreTimings;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * How a node behaves, but for what the properties of the cluster say ({@link Tuning}).
 *
 * @param fencing makes the fence devices of a node of that name
 * @param program the whole program, which agents may call by its other names
 */
public record NodeSettings(
        LinkSettings links,
        StoreTimings store,
        Function<String, NodeFencing> fencing,
        Path program) {

    /**
     * The usual: takeover in well under half a second, fencing by the devices of the configuration.
     */
    public static NodeSettings usual(Path program) {
        return new NodeSettings(
                LinkSettings.defaults(),
                StoreTimings.STANDARD,
                self -> new DeviceFencing(self, FenceAgents.ofThisMachine()),
                program);
    }
}
