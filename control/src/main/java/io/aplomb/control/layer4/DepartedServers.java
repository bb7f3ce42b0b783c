package io.aplomb.control.layer4;

import io.aplomb.layer4.plan.Balancer;
import io.aplomb.layer4.plan.Balancer.Destination;
import io.aplomb.layer4.plan.Match;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.Flow;
import io.aplomb.linux.netlink.Flows;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UDP clients of servers that were taken out. To the kernel all packets between two ports are one
 * connection as long as they do not pause for minutes, so a client that never does would stay with
 * a dead server for ever. What it has of them is removed, and the next packet is given to another
 * server. TCP connections end by themselves, and go on while their server answers.
 */
final class DepartedServers {

    private static final Logger LOG = LoggerFactory.getLogger(DepartedServers.class);

    private final List<Departure> departures = new ArrayList<>();

    /** Of one service. */
    private record Departure(Match match, List<Destination> gone) {

        boolean concerns(Flow flow) {
            return flow.protocol() == Match.number(Protocol.UDP)
                    && isAddressed(flow)
                    && gone.stream().anyMatch(server -> isAnswered(flow, server));
        }

        private boolean isAddressed(Flow flow) {
            return switch (match) {
                case Match.Mark _ -> true;
                case Match.Addresses to ->
                        flow.destination().compareTo(to.first()) >= 0
                                && flow.destination().compareTo(to.last()) <= 0
                                && (to.port() == 0 || flow.destinationPort() == to.port());
            };
        }

        private static boolean isAnswered(Flow flow, Destination server) {
            return flow.answerer().equals(server.address())
                    && (server.port() == 0 || flow.answererPort() == server.port());
        }
    }

    /**
     * Notes what a change takes out.
     *
     * @param before null for a service that is new
     */
    void add(@Nullable Balancer before, Balancer after) {
        boolean udp =
                switch (after.match()) {
                    case Match.Mark _ -> true;
                    case Match.Addresses to -> to.protocol() == Protocol.UDP;
                };
        if (before == null || !udp) {
            return;
        }
        List<Destination> gone =
                before.destinations().stream()
                        .filter(server -> !after.destinations().contains(server))
                        .toList();
        if (!gone.isEmpty()) {
            departures.add(new Departure(after.match(), gone));
        }
    }

    /** After the change: without it nothing is lost but that such clients wait for their pause. */
    void forget() {
        if (departures.isEmpty()) {
            return;
        }
        try (Flows flows = Flows.open()) {
            for (boolean v6 : new boolean[] {false, true}) {
                List<Departure> own =
                        departures.stream().filter(each -> each.match().v6() == v6).toList();
                if (!own.isEmpty()) {
                    int count =
                            flows.forget(
                                    v6, flow -> own.stream().anyMatch(each -> each.concerns(flow)));
                    LOG.debug("{} UDP clients move on", count);
                }
            }
        } catch (SystemCallException refused) {
            LOG.warn("UDP clients stay with servers that are gone: {}", refused.getMessage());
        }
    }
}
