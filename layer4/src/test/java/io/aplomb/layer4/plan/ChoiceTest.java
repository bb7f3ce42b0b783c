package io.aplomb.layer4.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.layer4.Servers;
import io.aplomb.layer4.plan.Choice.Fallback;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChoiceTest {
    private static final Set<Engine> NFTABLES = EnumSet.of(Engine.NFTABLES);
    private static final Set<Engine> BOTH = EnumSet.allOf(Engine.class);

    @ParameterizedTest
    @EnumSource(Scheduler.class)
    void ipvs_honoursEverySchedulerAndKind(Scheduler scheduler) {
        for (Forwarding forwarding : Forwarding.values()) {
            VirtualServer server =
                    new Servers()
                            .scheduler(scheduler)
                            .forwarding(forwarding)
                            .limit(10)
                            .persistence(32)
                            .build();
            assertThat(Choice.of(server, BOTH, Fallback.REFUSE))
                    .isEqualTo(new Choice.Kernel(Engine.IPVS));
        }
    }

    /** An empty reason: nftables does it. */
    @ParameterizedTest
    @CsvSource({
        "RR,,",
        "WRR,,",
        "SH,,",
        "DH,,",
        "LC,lb_algo lc,",
        "WLC,lb_algo wlc,",
        "LBLC,lb_algo lblc,",
        "LBLCR,lb_algo lblcr,",
        "SED,lb_algo sed,",
        "NQ,lb_algo nq,"
    })
    void nftables_doesWhatNeedsNoCounting(Scheduler scheduler, String refused) {
        for (Forwarding forwarding : Forwarding.values()) {
            VirtualServer server =
                    new Servers().scheduler(scheduler).forwarding(forwarding).weights(1).build();
            Choice choice = Choice.of(server, NFTABLES, Fallback.REFUSE);
            if (refused == null && forwarding == Forwarding.NAT) {
                assertThat(choice).isEqualTo(new Choice.Kernel(Engine.NFTABLES));
                continue;
            }
            List<String> directives =
                    ((Choice.Refused) choice).refusals().stream().map(Refusal::directive).toList();
            if (refused != null) {
                assertThat(directives).contains(refused);
            }
            if (forwarding != Forwarding.NAT) {
                assertThat(directives).contains("lb_kind " + forwarding);
            }
        }
    }

    @Test
    void refusal_namesPlaceReasonAndWayOut() {
        VirtualServer server = new Servers().scheduler(Scheduler.WLC).build();
        assertThat(((Choice.Refused) Choice.of(server, NFTABLES, Fallback.REFUSE)).refusals())
                .extracting(Refusal::text)
                .containsExactly(
                        "k.conf:3:1: error: lb_algo wlc: nftables does not count the connections"
                                + " of a real server; load the kernel module ip_vs, or write"
                                + " lb_algo wrr, or start with --lvs-fallback proxy");
    }

    @Test
    void nftables_refusesLimitsAndSinglePackets() {
        assertThat(refused(new Servers().limit(5))).contains("uthreshold");
        assertThat(refused(new Servers().protocol(Protocol.UDP).onePacket())).contains("ops");
    }

    @Test
    void fallback_isTheProxyForTcpOnAPortOnly() {
        Servers wlc = new Servers().scheduler(Scheduler.WLC);
        assertThat(Choice.of(wlc.build(), NFTABLES, Fallback.PROXY)).isEqualTo(new Choice.Proxy());
        assertThat(Choice.of(new Servers().build(), NFTABLES, Fallback.PROXY))
                .isEqualTo(new Choice.Kernel(Engine.NFTABLES));
        assertThat(Choice.of(wlc.protocol(Protocol.UDP).build(), NFTABLES, Fallback.PROXY))
                .isInstanceOf(Choice.Refused.class);
        Servers marked =
                new Servers().scheduler(Scheduler.WLC).services(new Service.Mark(7, false));
        assertThat(Choice.of(marked.build(), NFTABLES, Fallback.PROXY))
                .isInstanceOf(Choice.Refused.class);
    }

    @Test
    void kernelWithNeither_isRefused() {
        Choice choice =
                Choice.of(new Servers().build(), EnumSet.noneOf(Engine.class), Fallback.REFUSE);
        assertThat(((Choice.Refused) choice).refusals().getFirst().reason())
                .isEqualTo("this kernel has neither ip_vs nor nf_tables");
    }

    private static List<String> refused(Servers servers) {
        Choice choice = Choice.of(servers.build(), NFTABLES, Fallback.REFUSE);
        return ((Choice.Refused) choice).refusals().stream().map(Refusal::directive).toList();
    }
}
