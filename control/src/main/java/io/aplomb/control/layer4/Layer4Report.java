package io.aplomb.control.layer4;

import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import java.util.List;

/** How the virtual servers stood at a moment. Immutable. */
public record Layer4Report(List<Service> services) {

    public Layer4Report {
        services = List.copyOf(services);
    }

    /**
     * A virtual server.
     *
     * @param engine who balances it, for people
     * @param liveWeight the sum of weights of live real servers
     */
    record Service(
            VirtualServer config,
            String engine,
            boolean hasQuorum,
            long liveWeight,
            List<Server> servers) {
        Service {
            servers = List.copyOf(servers);
        }

        String name() {
            return ServerNames.of(config);
        }

        boolean sorryServes() {
            return config.sorryServer() != null && !hasQuorum;
        }
    }

    /**
     * A real server of it.
     *
     * @param alive whether all its checks succeed
     * @param weight that it has now, or would have
     */
    record Server(RealServer config, boolean alive, int weight) {
        String name(Service of) {
            return ServerNames.of(config, of.config());
        }
    }
}
