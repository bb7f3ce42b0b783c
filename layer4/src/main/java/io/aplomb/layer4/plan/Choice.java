package io.aplomb.layer4.plan;

import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who serves a virtual server. */
public sealed interface Choice {

    /** A part of the kernel. */
    record Kernel(Engine engine) implements Choice {}

    /** The TCP proxy, because that was asked for and the kernel cannot. */
    record Proxy() implements Choice {}

    /** Nobody; the reasons, at least one. */
    record Refused(List<Refusal> refusals) implements Choice {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /** When the kernel cannot serve a virtual server. */
    enum Fallback {
        /** Do not start. */
        REFUSE,
        /** The TCP proxy serves it: other addresses in the servers' logs, nothing for UDP. */
        PROXY
    }

    /**
     * Chooses: IPVS where the kernel has it, for it honours everything; else nftables.
     *
     * @param engines what this kernel has
     */
    static Choice of(VirtualServer server, Set<Engine> engines, Fallback fallback) {
        List<Refusal> refusals = new ArrayList<>(twice(server));
        if (engines.contains(Engine.IPVS)) {
            refusals.addAll(IpvsPlan.refusals(server));
            return refusals.isEmpty() ? new Kernel(Engine.IPVS) : new Refused(refusals);
        }
        if (engines.contains(Engine.NFTABLES)) {
            refusals.addAll(NftablesPlan.refusals(server));
        } else {
            refusals.add(
                    new Refusal(
                            server.position(),
                            "virtual_server",
                            "this kernel has neither ip_vs nor nf_tables",
                            "load the kernel module ip_vs or nf_tables"));
        }
        if (refusals.isEmpty()) {
            return new Kernel(Engine.NFTABLES);
        }
        if (!proxyCan(server)) {
            return new Refused(refusals);
        }
        if (fallback == Fallback.PROXY) {
            return new Proxy();
        }
        return new Refused(refusals.stream().map(Choice::orProxy).toList());
    }

    private static Refusal orProxy(Refusal refusal) {
        return new Refusal(
                refusal.position(),
                refusal.directive(),
                refusal.reason(),
                refusal.remedy() + ", or start with --lvs-fallback proxy");
    }

    /** Whether it is TCP on certain addresses and a certain port. */
    private static boolean proxyCan(VirtualServer server) {
        return server.protocol() == Protocol.TCP
                && server.services().stream()
                        .allMatch(
                                service ->
                                        switch (service) {
                                            case Service.Addresses(var first, var last, int port) ->
                                                    port != 0 && first.equals(last);
                                            case Service.Mark _ -> false;
                                        });
    }

    private static List<Refusal> twice(VirtualServer server) {
        Set<String> names = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Match match : Matches.of(server)) {
            if (!names.add(match.name())) {
                refusals.add(
                        new Refusal(
                                server.position(),
                                "virtual_server_group",
                                match.name() + " is there twice",
                                "remove one"));
            }
        }
        return refusals;
    }
}
