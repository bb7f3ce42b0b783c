package io.aplomb.control.layer4;

import io.aplomb.base.net.IpAddress;
import io.aplomb.layer4.plan.IpvsEntry;
import io.aplomb.layer4.plan.IpvsPlan;
import io.aplomb.layer4.plan.Match;
import io.aplomb.layer4.pool.Pool.Target;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.ipvs.IpvsDestination;
import io.aplomb.linux.ipvs.IpvsDestination.Forwarding;
import io.aplomb.linux.ipvs.IpvsService;
import io.aplomb.model.vrrp.GlobalDefinitions.VirtualServerDefaults;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Virtual servers in IPVS. A service that is there already, of a predecessor that was killed, is
 * taken over with the connections it has; new servers are added before old ones are removed.
 */
final class IpvsTables implements ServerTables {

    private final IpvsTable kernel;
    private final VirtualServerDefaults global;
    private final Map<IpvsService.Key, IpvsService> applied = new LinkedHashMap<>();
    private final Map<IpvsService.Key, Map<End, IpvsDestination>> destinations =
            new LinkedHashMap<>();
    private boolean started;

    /** What the kernel tells destinations apart by. */
    private record End(IpAddress address, int port) {
        static End of(IpvsDestination destination) {
            return new End(destination.address(), destination.port());
        }
    }

    /**
     * @param global whether others' services go, too, at start and end
     */
    IpvsTables(IpvsTable kernel, VirtualServerDefaults global) {
        this.kernel = kernel;
        this.global = global;
    }

    @Override
    public void serve(List<Served> all) throws SystemCallException {
        if (!started) {
            takeOver();
        }
        for (Served served : all) {
            for (IpvsEntry entry : IpvsPlan.entries(served.server(), served.pool())) {
                serve(entry);
            }
        }
    }

    /** Learns what is there. */
    private void takeOver() throws SystemCallException {
        if (global.flushAtStart()) {
            kernel.flush();
        }
        for (IpvsService service : kernel.services()) {
            Map<End, IpvsDestination> known = new LinkedHashMap<>();
            for (IpvsDestination destination : kernel.destinations(service)) {
                known.put(End.of(destination), destination);
            }
            destinations.put(service.key(), known);
        }
        started = true;
    }

    private void serve(IpvsEntry entry) throws SystemCallException {
        IpvsService service = service(entry);
        Map<End, IpvsDestination> known = destinations.get(service.key());
        if (known == null) {
            kernel.add(service);
            known = new LinkedHashMap<>();
            destinations.put(service.key(), known);
        } else if (!service.equals(applied.get(service.key()))) {
            kernel.change(service);
        }
        applied.put(service.key(), service);
        List<End> wanted = new ArrayList<>();
        for (Target target : entry.targets()) {
            IpvsDestination destination = destination(target);
            End end = End.of(destination);
            wanted.add(end);
            IpvsDestination before = known.put(end, destination);
            if (before == null) {
                kernel.add(service, destination);
            } else if (!before.equals(destination)) {
                kernel.change(service, destination);
            }
        }
        for (End end : List.copyOf(known.keySet())) {
            if (!wanted.contains(end)) {
                IpvsDestination gone = known.remove(end);
                if (gone != null) {
                    kernel.remove(service, gone);
                }
            }
        }
    }

    static IpvsService service(IpvsEntry entry) {
        Persistence persistence = entry.persistence();
        int flags = persistence == null ? 0 : IpvsService.PERSISTENT;
        flags |= entry.onePacket() ? IpvsService.ONE_PACKET : 0;
        flags |= entry.flags().fallback() ? IpvsService.SCHEDULER_1 : 0;
        flags |= entry.flags().port() ? IpvsService.SCHEDULER_2 : 0;
        int width = entry.match().v6() ? 128 : 32;
        return new IpvsService(
                key(entry.match()),
                entry.scheduler().name().toLowerCase(Locale.ROOT),
                flags,
                persistence == null
                        ? 0
                        : (int) TimeUnit.NANOSECONDS.toSeconds(persistence.timeoutNs()),
                persistence == null ? width : persistence.maskBits());
    }

    private static IpvsService.Key key(Match match) {
        return switch (match) {
            case Match.Mark(long mark, boolean v6) -> new IpvsService.Key.Mark(mark, v6);
            case Match.Addresses addresses ->
                    new IpvsService.Key.Address(
                            Match.number(addresses.protocol()),
                            addresses.first(),
                            addresses.port());
        };
    }

    private static IpvsDestination destination(Target target) {
        return new IpvsDestination(
                target.address(),
                target.port(),
                switch (target.forwarding()) {
                    case NAT -> Forwarding.NAT;
                    case DR -> Forwarding.DIRECT_ROUTE;
                    case TUN -> Forwarding.TUNNEL;
                },
                target.weight(),
                target.upperThreshold(),
                target.lowerThreshold());
    }

    @Override
    public void clear(List<ServerTables> successors) throws SystemCallException {
        if (successors.isEmpty() && global.flushOnStop()) {
            kernel.flush();
            return;
        }
        Set<IpvsService.Key> kept = new HashSet<>();
        for (ServerTables successor : successors) {
            if (successor instanceof IpvsTables other) {
                kept.addAll(other.applied.keySet());
            }
        }
        for (IpvsService service : applied.values()) {
            if (!kept.contains(service.key())) {
                kernel.remove(service);
            }
        }
        applied.clear();
        destinations.clear();
    }

    @Override
    public void close() {
        kernel.close();
    }
}
