package io.aplomb.layer4.plan;

import io.aplomb.base.SourcePosition;
import io.aplomb.layer4.plan.Balancer.Destination;
import io.aplomb.layer4.plan.Balancer.HashKey;
import io.aplomb.layer4.plan.Balancer.Picker;
import io.aplomb.layer4.plan.Buckets.Weighted;
import io.aplomb.layer4.pool.Pool;
import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.SorryServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What nftables does for a virtual server: NAT with rr, wrr, sh, dh. It counts no connections, so
 * lc and its kin are beyond it; and it sends no packet on unchanged, so DR and TUN are.
 */
public final class NftablesPlan {

    /** A longer sequence of wrr is drawn by chance instead: a table of turns has its price. */
    private static final int LONGEST_SEQUENCE = 4096;

    private NftablesPlan() {}

    /** What of the virtual server nftables cannot do; empty when it can do all. */
    public static List<Refusal> refusals(VirtualServer server) {
        List<Refusal> refusals = new ArrayList<>();
        switch (server.scheduler()) {
            case RR, WRR, SH, DH -> {}
            case LC, WLC, LBLC, LBLCR, SED, NQ ->
                    refusals.add(
                            refusal(
                                    server.position(),
                                    "lb_algo " + word(server.scheduler()),
                                    "nftables does not count the connections of a real server",
                                    "write lb_algo wrr"));
        }
        if (server.onePacket()) {
            refusals.add(
                    refusal(
                            server.position(),
                            "ops",
                            "nftables keeps the packets of a flow together",
                            "remove it"));
        }
        for (RealServer real : server.realServers()) {
            forwarding(real.forwarding(), real.position(), refusals);
            if (real.upperThreshold() > 0 || real.lowerThreshold() > 0) {
                refusals.add(
                        refusal(
                                real.position(),
                                real.upperThreshold() > 0 ? "uthreshold" : "lthreshold",
                                "nftables does not count the connections of a real server",
                                "remove it"));
            }
        }
        SorryServer sorry = server.sorryServer();
        if (sorry != null) {
            forwarding(sorry.forwarding(), sorry.position(), refusals);
        }
        return refusals;
    }

    private static void forwarding(
            Forwarding forwarding, SourcePosition position, List<Refusal> refusals) {
        if (forwarding != Forwarding.NAT) {
            refusals.add(
                    refusal(
                            position,
                            "lb_kind " + forwarding,
                            "nftables rewrites addresses only",
                            "write lb_kind NAT and make this machine the real servers' gateway"));
        }
    }

    private static Refusal refusal(
            SourcePosition position, String directive, String reason, String instead) {
        return new Refusal(
                position, directive, reason, "load the kernel module ip_vs, or " + instead);
    }

    private static String word(Scheduler scheduler) {
        return scheduler.name().toLowerCase(Locale.ROOT);
    }

    /** A balancer for each service. */
    public static List<Balancer> balancers(VirtualServer server, Pool pool) {
        Picker picker = picker(server, pool);
        List<Balancer> balancers = new ArrayList<>();
        for (Match match : Matches.of(server)) {
            int servicePort = match instanceof Match.Addresses addresses ? addresses.port() : 0;
            List<Destination> destinations = new ArrayList<>();
            for (Target target : pool.targets()) {
                if (target.weight() > 0 || !target.failed()) {
                    int port = target.port() == 0 ? servicePort : target.port();
                    destinations.add(new Destination(target.slot(), target.address(), port));
                }
            }
            balancers.add(new Balancer(match, picker, destinations, server.persistence()));
        }
        return balancers;
    }

    private static Picker picker(VirtualServer server, Pool pool) {
        List<Weighted> live = new ArrayList<>();
        for (Target target : pool.targets()) {
            if (target.weight() > 0) {
                live.add(new Weighted(target.slot(), target.weight()));
            }
        }
        if (live.isEmpty()) {
            return new Picker.Nobody();
        }
        return switch (server.scheduler()) {
            case RR -> new Picker.Turns(live.stream().map(Weighted::slot).toList());
            case WRR -> weighted(live);
            case SH ->
                    new Picker.Hashed(
                            server.schedulerFlags().port()
                                    ? HashKey.SOURCE_AND_PORT
                                    : HashKey.SOURCE,
                            buckets(server, live, false));
            case DH -> new Picker.Hashed(HashKey.DESTINATION, buckets(server, live, true));
            case LC, WLC, LBLC, LBLCR, SED, NQ ->
                    throw new IllegalArgumentException("nftables has no " + server.scheduler());
        };
    }

    private static Picker weighted(List<Weighted> live) {
        int divisor = Buckets.divisor(live);
        long length = live.stream().mapToLong(Weighted::weight).sum() / divisor;
        if (length <= LONGEST_SEQUENCE) {
            return new Picker.Turns(Buckets.turns(live));
        }
        return new Picker.Chance(
                live.stream().map(Weighted::slot).toList(),
                live.stream().map(server -> server.weight() / divisor).toList());
    }

    /** IPVS's dh knows no weights. */
    private static List<Integer> buckets(VirtualServer server, List<Weighted> live, boolean alike) {
        List<Weighted> all = new ArrayList<>();
        for (int i = 0; i < server.realServers().size(); i++) {
            int weight = server.realServers().get(i).weight();
            if (weight > 0) {
                all.add(new Weighted(i, alike ? 1 : weight));
            }
        }
        List<Weighted> heirs =
                alike ? live.stream().map(one -> new Weighted(one.slot(), 1)).toList() : live;
        boolean known = !all.isEmpty() && live.stream().allMatch(one -> contains(all, one.slot()));
        return Buckets.hashed(known ? all : heirs, heirs);
    }

    private static boolean contains(List<Weighted> all, int slot) {
        return all.stream().anyMatch(one -> one.slot() == slot);
    }
}
