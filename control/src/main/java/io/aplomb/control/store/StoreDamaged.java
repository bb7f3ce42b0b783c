package io.aplomb.control.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The data of this node cannot be trusted: something that was agreed on may be missing, and a node
 * that does not know what it has forgotten must not vote. The message says what to do.
 */
public final class StoreDamaged extends IOException {
    private static final long serialVersionUID = 1;

    StoreDamaged(Path where, String what, StoreIdentity identity) {
        super(
                where
                        + ": "
                        + what
                        + ". This node may have forgotten changes that were acknowledged, so it must not vote with this"
                        + " data. Replace it: on another node `aplomb cluster node remove "
                        + identity.self().name()
                        + "`, then add it again with `aplomb cluster node add "
                        + identity.self().name()
                        + "`, which starts it empty. The others lose nothing.");
    }
}
