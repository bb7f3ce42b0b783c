package io.aplomb.control.layer4;

import io.aplomb.layer4.plan.Choice;
import io.aplomb.layer4.plan.Engine;
import io.aplomb.layer4.plan.Refusal;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.ipvs.Ipvs;
import io.aplomb.linux.nftables.Batch;
import io.aplomb.linux.nftables.Family;
import io.aplomb.linux.nftables.NfTables;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.VirtualServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who serves which virtual server of a configuration.
 *
 * @param inKernel by the part of the kernel
 * @param byProxy those that the TCP proxy is to serve
 * @param refusals why nothing may be started; empty when all is well
 */
public record Layer4Plan(
        Map<Engine, List<VirtualServer>> inKernel,
        List<VirtualServer> byProxy,
        List<Refusal> refusals) {

    /** Of a configuration without virtual servers. */
    public static final Layer4Plan NOTHING = new Layer4Plan(Map.of(), List.of(), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Layer4Plan.class);

    /** Made and removed in one batch, to see whether the kernel can. */
    private static final String PROBE = "aplomb_probe";

    public Layer4Plan {
        inKernel = Map.copyOf(inKernel);
        byProxy = List.copyOf(byProxy);
        refusals = List.copyOf(refusals);
    }

    /**
     * Chooses for each virtual server.
     *
     * @param engines what the kernel has
     */
    public static Layer4Plan of(
            List<VirtualServer> servers, Set<Engine> engines, Choice.Fallback fallback) {
        Map<Engine, List<VirtualServer>> inKernel = new EnumMap<>(Engine.class);
        List<VirtualServer> byProxy = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (VirtualServer server : servers) {
            refusals.addAll(checks(server));
            switch (Choice.of(server, engines, fallback)) {
                case Choice.Kernel(Engine engine) ->
                        inKernel.computeIfAbsent(engine, _ -> new ArrayList<>()).add(server);
                case Choice.Proxy() -> byProxy.add(server);
                case Choice.Refused(List<Refusal> reasons) -> refusals.addAll(reasons);
            }
        }
        return new Layer4Plan(inKernel, byProxy, refusals);
    }

    /** What no check does. */
    private static List<Refusal> checks(VirtualServer server) {
        Set<Refusal> refusals = new HashSet<>();
        for (RealServer real : server.realServers()) {
            for (Checker checker : real.checkers()) {
                Checker.Target target =
                        switch (checker) {
                            case Checker.Tcp tcp -> tcp.target();
                            case Checker.Http http -> http.target();
                            case Checker.Dns dns -> dns.target();
                            case Checker.Misc _ -> null;
                        };
                if (target != null && target.bindInterface() != null) {
                    refusals.add(
                            new Refusal(
                                    checker.position(),
                                    "bind_if",
                                    "checks are not bound to interfaces yet",
                                    "write bindto with an address of the interface"));
                }
                if (target != null && target.mark() != 0) {
                    refusals.add(
                            new Refusal(
                                    checker.position(),
                                    "fwmark",
                                    "checks are not marked yet",
                                    "mark them in the packet filter, by bindto's address"));
                }
            }
        }
        return List.copyOf(refusals);
    }

    /**
     * What this kernel has. Without the right to try, nftables is taken to be there, for every
     * usual kernel has it.
     */
    public static Set<Engine> engines() {
        Set<Engine> engines = EnumSet.noneOf(Engine.class);
        try (Ipvs ipvs = Ipvs.open().orElse(null)) {
            if (ipvs != null) {
                engines.add(Engine.IPVS);
            }
        } catch (SystemCallException refused) {
            LOG.info("IPVS: {}", refused.getMessage());
        }
        try (NfTables tables = NfTables.open()) {
            tables.apply(new Batch().removeTable(Family.IP, PROBE).removeTable(Family.IP6, PROBE));
            engines.add(Engine.NFTABLES);
        } catch (SystemCallException refused) {
            if (refused.errno() == SystemCallException.EPERM) {
                engines.add(Engine.NFTABLES);
            } else {
                LOG.info("nftables: {}", refused.getMessage());
            }
        }
        return engines;
    }
}
