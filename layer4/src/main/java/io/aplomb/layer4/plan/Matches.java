package io.aplomb.layer4.plan;

import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.ArrayList;
import java.util.List;

/** What the services of a virtual server match. */
final class Matches {

    private Matches() {}

    static List<Match> of(VirtualServer server) {
        List<Match> matches = new ArrayList<>();
        for (Service service : server.services()) {
            matches.add(
                    switch (service) {
                        case Service.Addresses(var first, var last, int port) ->
                                new Match.Addresses(server.protocol(), first, last, port);
                        case Service.Mark(long mark, boolean v6) -> new Match.Mark(mark, v6);
                    });
        }
        return matches;
    }
}
