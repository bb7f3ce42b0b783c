package io.aplomb.layer4.plan;

import io.aplomb.base.net.IpAddress;
import io.aplomb.layer4.pool.Pool;
import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import java.util.ArrayList;
import java.util.List;

/** What IPVS does for a virtual server: everything, an entry an address. */
public final class IpvsPlan {

    /** Entries of one range: each is a service of its own in the kernel. */
    private static final int LARGEST_RANGE = 65_536;

    private IpvsPlan() {}

    /** What of the virtual server IPVS cannot do; empty when it can do all. */
    public static List<Refusal> refusals(VirtualServer server) {
        List<Refusal> refusals = new ArrayList<>();
        for (Match match : Matches.of(server)) {
            if (match instanceof Match.Addresses range && size(range) > LARGEST_RANGE) {
                refusals.add(
                        new Refusal(
                                server.position(),
                                "virtual_server_group",
                                "IPVS needs a service for each address of %s-%s"
                                        .formatted(range.first(), range.last()),
                                "mark the packets in the packet filter and write fwmark"));
            }
        }
        return refusals;
    }

    private static long size(Match.Addresses range) {
        if (range.first().high() != range.last().high()) {
            return Long.MAX_VALUE;
        }
        long size = range.last().low() - range.first().low() + 1;
        return size <= 0 ? Long.MAX_VALUE : size;
    }

    /** An entry for each address and mark. */
    public static List<IpvsEntry> entries(VirtualServer server, Pool pool) {
        List<IpvsEntry> entries = new ArrayList<>();
        for (Match match : Matches.of(server)) {
            switch (match) {
                case Match.Mark mark -> entries.add(entry(server, pool, mark));
                case Match.Addresses range -> {
                    for (long i = 0; i < size(range); i++) {
                        IpAddress first = range.first();
                        IpAddress address =
                                new IpAddress(first.v6(), first.high(), first.low() + i);
                        entries.add(
                                entry(
                                        server,
                                        pool,
                                        new Match.Addresses(
                                                range.protocol(), address, address, range.port())));
                    }
                }
            }
        }
        return entries;
    }

    private static IpvsEntry entry(VirtualServer server, Pool pool, Match match) {
        return new IpvsEntry(
                match,
                server.scheduler(),
                server.schedulerFlags(),
                server.onePacket(),
                server.persistence(),
                pool.targets().stream().map(target -> withPort(target, match)).toList());
    }

    /**
     * A server without a port has the service's. With marks only NAT can change ports; keepalived
     * tells IPVS port 0 then.
     */
    private static Target withPort(Target target, Match match) {
        int port =
                switch (match) {
                    case Match.Addresses addresses ->
                            target.port() == 0 ? addresses.port() : target.port();
                    case Match.Mark _ -> target.forwarding() == Forwarding.NAT ? target.port() : 0;
                };
        return new Target(
                target.slot(),
                target.address(),
                port,
                target.forwarding(),
                target.weight(),
                target.failed(),
                target.upperThreshold(),
                target.lowerThreshold());
    }
}
