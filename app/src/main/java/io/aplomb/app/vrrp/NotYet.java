package io.aplomb.app.vrrp;

import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What a valid configuration asks for and the running program does not do yet. It is refused by
 * name, because a machine that silently leaves a part out is worse than one that does not start.
 */
final class NotYet {

    private NotYet() {}

    /** A line each, with its place; empty when all is done. */
    static List<String> in(VrrpConfig config) {
        List<String> complaints = new ArrayList<>();
        for (VirtualServer server : config.virtualServers()) {
            complaints.add(
                    server.position()
                            + ": error: virtual_server: balancing in the kernel is not there yet;"
                            + " use aplomb proxy");
        }
        return complaints;
    }
}
