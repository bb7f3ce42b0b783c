package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.keepalived.compile.CheckerDraft.PageDraft;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the model of the virtual servers. */
final class ServerAssembler {

    private final Drafts drafts;
    private final Diagnostics diagnostics;

    ServerAssembler(Drafts drafts, Diagnostics diagnostics) {
        this.drafts = drafts;
        this.diagnostics = diagnostics;
    }

    List<VirtualServer> assemble() {
        Set<String> names = new HashSet<>();
        List<VirtualServer> servers = new ArrayList<>();
        for (VirtualServerDraft draft : drafts.virtualServers) {
            Protocol protocol = protocol(draft);
            if (!names.add(draft.name + " " + protocol)) {
                error(draft.at, "virtual_server %s is there twice".formatted(draft.name));
            }
            servers.add(virtualServer(draft, protocol));
        }
        return servers;
    }

    private VirtualServer virtualServer(VirtualServerDraft draft, Protocol protocol) {
        List<Service> services = services(draft);
        check(draft, services, protocol);
        return new VirtualServer(
                draft.name,
                services,
                protocol,
                draft.scheduler,
                new VirtualServer.SchedulerFlags(draft.hashPort, draft.hashFallback),
                forwarding(draft),
                draft.onePacket,
                persistence(draft, services),
                sorryServer(draft),
                new VirtualServer.Quorum(
                        draft.quorum,
                        draft.hysteresis,
                        Scripts.as(draft.quorumUp, drafts.global.scriptUser),
                        Scripts.as(draft.quorumDown, drafts.global.scriptUser)),
                draft.timing.isAlpha(),
                draft.omega,
                draft.suspendWithoutAddress,
                Objects.requireNonNullElse(
                        draft.mail, GlobalAssembler.mailsOfVirtualServers(drafts.global)),
                draft.realServers.stream().map(server -> realServer(draft, server)).toList(),
                draft.at.position());
    }

    /** keepalived takes UDP where none is written, which hardly anybody means. */
    private Protocol protocol(VirtualServerDraft draft) {
        Protocol protocol = draft.protocol;
        if (protocol == null && !(draft.service instanceof Service.Mark)) {
            diagnostics.error(
                    draft.at.position(),
                    draft.at.width(),
                    "the virtual server has no protocol",
                    "write protocol TCP or protocol UDP");
        }
        return protocol == null ? Protocol.TCP : protocol;
    }

    private List<Service> services(VirtualServerDraft draft) {
        Word groupName = draft.groupName;
        if (groupName == null) {
            return List.of(withFamily(Objects.requireNonNull(draft.service), draft));
        }
        List<Service> group = drafts.serverGroups.get(groupName.text());
        if (group == null) {
            TrackResolver.missing(
                    groupName, "virtual_server_group", drafts.serverGroups.keySet(), diagnostics);
            return List.of();
        }
        if (group.isEmpty()) {
            error(groupName, "virtual_server_group '%s' is empty".formatted(groupName));
        }
        return group;
    }

    private static Service withFamily(Service service, VirtualServerDraft draft) {
        return switch (service) {
            case Service.Addresses addresses -> addresses;
            case Service.Mark mark -> new Service.Mark(mark.mark(), draft.v6Mark);
        };
    }

    private void check(VirtualServerDraft draft, List<Service> services, Protocol protocol) {
        boolean anyPort =
                services.stream().anyMatch(s -> s instanceof Service.Addresses a && a.port() == 0);
        if (anyPort && !draft.persistent) {
            error(draft.at, "without a port, persistence_timeout is needed");
        }
        if (draft.onePacket && protocol != Protocol.UDP) {
            error(draft.at, "ops is for protocol UDP");
        }
        if ((draft.hashPort || draft.hashFallback) && draft.scheduler != Scheduler.SH) {
            error(draft.at, "sh-port and sh-fallback are for lb_algo sh");
        }
        if (draft.forwarding == null) {
            diagnostics.warning(
                    draft.at.position(),
                    draft.at.width(),
                    "the virtual server has no lb_kind: NAT is taken",
                    "write lb_kind NAT, DR or TUN");
        }
        Word hysteresis = draft.hysteresisWord;
        if (hysteresis != null && draft.hysteresis >= draft.quorum) {
            error(hysteresis, "hysteresis must be below quorum, which would never be lost");
        }
        checkFamilies(draft, services);
    }

    /** Only a tunnel leads from one family to the other. */
    private void checkFamilies(VirtualServerDraft draft, List<Service> services) {
        for (Service service : services) {
            if (!(service instanceof Service.Addresses addresses)) {
                continue;
            }
            for (RealServerDraft real : draft.realServers) {
                if (real.address.v6() != addresses.first().v6()
                        && forwarding(draft, real) != Forwarding.TUN) {
                    diagnostics.error(
                            real.position,
                            0,
                            "the real server %s is not %s as the virtual server is"
                                    .formatted(
                                            real.address, Families.name(addresses.first().v6())));
                }
            }
        }
    }

    private static Forwarding forwarding(VirtualServerDraft draft, RealServerDraft real) {
        return Objects.requireNonNullElse(real.forwarding, forwarding(draft));
    }

    private static Forwarding forwarding(VirtualServerDraft draft) {
        return Objects.requireNonNullElse(draft.forwarding, Forwarding.NAT);
    }

    private VirtualServer.@Nullable Persistence persistence(
            VirtualServerDraft draft, List<Service> services) {
        if (!draft.persistent) {
            if (draft.persistenceBits != null) {
                error(draft.at, "persistence_granularity without persistence_timeout");
            }
            return null;
        }
        boolean v6 =
                services.stream()
                        .anyMatch(
                                service ->
                                        switch (service) {
                                            case Service.Addresses a -> a.first().v6();
                                            case Service.Mark m -> m.v6();
                                        });
        int width = v6 ? 128 : 32;
        int bits = Objects.requireNonNullElse(draft.persistenceBits, width);
        if (bits > width) {
            error(draft.at, "persistence_granularity is wider than the address");
        }
        return new VirtualServer.Persistence(draft.persistenceNs, bits);
    }

    private static VirtualServer.@Nullable SorryServer sorryServer(VirtualServerDraft draft) {
        Word at = draft.sorryWord;
        IpAddress address = draft.sorryAddress;
        if (at == null || address == null) {
            return null;
        }
        return new VirtualServer.SorryServer(
                address,
                draft.sorryPort,
                Objects.requireNonNullElse(draft.sorryForwarding, forwarding(draft)),
                draft.sorryInhibit,
                at.position());
    }

    private RealServer realServer(VirtualServerDraft above, RealServerDraft draft) {
        List<Checker> checkers = new ArrayList<>();
        for (CheckerDraft checker : draft.checkers) {
            Checker built = checker(above, draft, checker);
            if (built != null) {
                checkers.add(built);
            }
        }
        return new RealServer(
                draft.address,
                draft.port,
                draft.weight,
                forwarding(above, draft),
                Objects.requireNonNullElse(draft.inhibitOnFailure, above.inhibitOnFailure),
                draft.upperThreshold,
                draft.lowerThreshold,
                Scripts.as(draft.notifyUp, drafts.global.scriptUser),
                Scripts.as(draft.notifyDown, drafts.global.scriptUser),
                Objects.requireNonNullElse(
                        draft.mail, GlobalAssembler.mailsOfRealServers(drafts.global)),
                checkers,
                draft.position);
    }

    private @Nullable Checker checker(
            VirtualServerDraft virtual, RealServerDraft real, CheckerDraft draft) {
        TimingDraft timing = draft.timing.over(real.timing).over(virtual.timing);
        boolean logAll = drafts.global.checkersLogAllFailures;
        return switch (draft.kind) {
            case TCP_CHECK ->
                    new Checker.Tcp(
                            target(real, draft, timing),
                            timing.build(TimingDraft.Defaults.TCP, logAll),
                            draft.position);
            case DNS_CHECK ->
                    new Checker.Dns(
                            target(real, draft, timing),
                            draft.dnsType,
                            draft.dnsName,
                            timing.build(TimingDraft.Defaults.DNS, logAll),
                            draft.position);
            case MISC_CHECK -> misc(draft, timing.build(TimingDraft.Defaults.MISC, logAll));
            case HTTP_GET, SSL_GET -> http(virtual, real, draft, timing);
        };
    }

    private @Nullable Checker http(
            VirtualServerDraft virtual,
            RealServerDraft real,
            CheckerDraft draft,
            TimingDraft timing) {
        String inherited = real.virtualHost == null ? virtual.virtualHost : real.virtualHost;
        String host = draft.virtualHost == null ? inherited : draft.virtualHost;
        List<Checker.Page> pages = new ArrayList<>();
        for (PageDraft page : draft.pages) {
            Checker.Page built = PageReader.build(page, host, diagnostics);
            if (built != null) {
                pages.add(built);
            }
        }
        if (draft.pages.isEmpty()) {
            diagnostics.error(
                    draft.position,
                    draft.kind.name().length(),
                    "%s asks for no page".formatted(draft.kind),
                    "write url { path / }");
            return null;
        }
        return new Checker.Http(
                target(real, draft, timing),
                draft.kind == CheckerDraft.Kind.SSL_GET,
                draft.serverName,
                draft.httpVersion,
                draft.fastRecovery,
                pages,
                timing.build(TimingDraft.Defaults.HTTP, drafts.global.checkersLogAllFailures),
                draft.position);
    }

    private @Nullable Checker misc(CheckerDraft draft, Checker.Timing timing) {
        Script script = Scripts.as(Scripts.as(draft.script, draft.user), drafts.global.scriptUser);
        if (script == null) {
            diagnostics.error(
                    draft.position,
                    draft.kind.name().length(),
                    "MISC_CHECK has no program",
                    "write misc_path \"PROGRAM ARGUMENT ...\"");
            return null;
        }
        long timeoutNs = draft.scriptTimeoutNs == 0 ? timing.delayNs() : draft.scriptTimeoutNs;
        return new Checker.Misc(script, timeoutNs, draft.dynamic, timing, draft.position);
    }

    private static Checker.Target target(
            RealServerDraft real, CheckerDraft draft, TimingDraft timing) {
        return new Checker.Target(
                Objects.requireNonNullElse(draft.connectAddress, real.address),
                Objects.requireNonNullElse(draft.connectPort, real.port),
                draft.bindAddress,
                draft.bindInterface,
                draft.bindPort,
                draft.mark,
                timing.connectTimeoutNs());
    }

    private void error(Word at, String message) {
        diagnostics.error(at.position(), at.width(), message);
    }
}
