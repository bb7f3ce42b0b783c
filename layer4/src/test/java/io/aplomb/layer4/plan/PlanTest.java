package io.aplomb.layer4.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.layer4.Servers;
import io.aplomb.layer4.plan.Balancer.Destination;
import io.aplomb.layer4.plan.Balancer.HashKey;
import io.aplomb.layer4.plan.Balancer.Picker;
import io.aplomb.layer4.pool.Pool;
import io.aplomb.layer4.pool.VirtualServerState;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VirtualServer.Forwarding;
import io.aplomb.model.vrrp.VirtualServer.Protocol;
import io.aplomb.model.vrrp.VirtualServer.Scheduler;
import io.aplomb.model.vrrp.VirtualServer.Service;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void rr_takesTurnsWhateverTheWeight() {
        assertThat(picker(new Servers().weights(3, 1, 0)))
                .isEqualTo(new Picker.Turns(List.of(0, 1)));
    }

    @Test
    void wrr_takesTurnsAsIpvsDoes() {
        // The sequence of the kernel's documentation: weights 4, 3, 2 give AABABCABC.
        Servers servers = new Servers().scheduler(Scheduler.WRR);
        assertThat(picker(servers.weights(4, 3, 2)))
                .isEqualTo(new Picker.Turns(List.of(0, 0, 1, 0, 1, 2, 0, 1, 2)));
        assertThat(picker(servers.weights(100, 50))).isEqualTo(new Picker.Turns(List.of(0, 0, 1)));
    }

    @Test
    void wrr_ofALongSequence_isDrawnWithTheSameShares() {
        Servers servers = new Servers().scheduler(Scheduler.WRR).weights(65_535, 1);
        Picker.Chance chance = (Picker.Chance) picker(servers);
        assertThat(chance.shares()).containsExactly(65_535, 1);
        assertThat(chance.total()).isEqualTo(65_536);
    }

    @Test
    void sh_sharesTheBucketsByWeight_andADeadServerMovesOnlyItsOwnClients() {
        VirtualServer server = new Servers().scheduler(Scheduler.SH).weights(2, 1, 1).build();
        VirtualServerState state = started(server);
        List<Integer> before = buckets(server, state.pool());
        assertThat(before).hasSize(256);
        assertThat(Collections.frequency(before, 0)).isEqualTo(128);
        assertThat(Collections.frequency(before, 1)).isEqualTo(64);
        var _ = state.checked(1, 0, false, 0);
        List<Integer> after = buckets(server, state.pool());
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != 1) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(Collections.frequency(after, 1)).isZero();
        // Two thirds of the 64 orphans go to the server of twice the weight.
        assertThat(Collections.frequency(after, 0)).isBetween(170, 172);
        var _ = state.checked(1, 0, true, 0);
        assertThat(buckets(server, state.pool())).isEqualTo(before);
    }

    @Test
    void hashes_ofManyServers_haveBucketsForAll() {
        int[] weights = new int[300];
        Arrays.fill(weights, 1);
        VirtualServer server = new Servers().scheduler(Scheduler.SH).weights(weights).build();
        List<Integer> buckets = buckets(server, started(server).pool());
        assertThat(buckets).hasSize(2048);
        for (int slot = 0; slot < 300; slot++) {
            assertThat(Collections.frequency(buckets, slot)).isBetween(6, 7);
        }
    }

    @Test
    void hashKeys_ofSchedulersAndOptions() {
        assertThat(key(new Servers().scheduler(Scheduler.SH))).isEqualTo(HashKey.SOURCE);
        assertThat(key(new Servers().scheduler(Scheduler.SH).hashPort()))
                .isEqualTo(HashKey.SOURCE_AND_PORT);
        assertThat(key(new Servers().scheduler(Scheduler.DH))).isEqualTo(HashKey.DESTINATION);
        Picker.Hashed unweighted =
                (Picker.Hashed) picker(new Servers().scheduler(Scheduler.DH).weights(9, 1));
        assertThat(Collections.frequency(unweighted.buckets(), 1)).isEqualTo(128);
    }

    @Test
    void destinations_drainedKeepTheirClients_failedDoNot() {
        VirtualServer drained = new Servers().weights(1, 0).inhibit().build();
        VirtualServerState state = started(drained);
        assertThat(slots(drained, state.pool())).containsExactly(0, 1);
        var _ = state.checked(0, 0, false, 0);
        assertThat(slots(drained, state.pool())).containsExactly(1);
        assertThat(NftablesPlan.balancers(drained, state.pool()).getFirst().picker())
                .isEqualTo(new Picker.Nobody());
    }

    @Test
    void services_getABalancerEach_andPortsWhereNoneAreGiven() {
        VirtualServer server =
                new Servers()
                        .services(
                                Servers.at("10.0.0.1", 80),
                                new Service.Addresses(
                                        Servers.ip("10.0.0.2"), Servers.ip("10.0.0.4"), 81),
                                new Service.Mark(7, false))
                        .port(0)
                        .weights(1)
                        .build();
        List<Balancer> balancers = NftablesPlan.balancers(server, started(server).pool());
        assertThat(balancers)
                .extracting(balancer -> balancer.match().name())
                .containsExactly("tcp-10.0.0.1-80", "tcp-10.0.0.2-10.0.0.4-81", "mark-7");
        assertThat(balancers)
                .extracting(balancer -> balancer.destinations().getFirst().port())
                .containsExactly(80, 81, 0);
    }

    @Test
    void ipvs_hasAnEntryForEachAddress_andPortZeroBehindMarks() {
        VirtualServer server =
                new Servers()
                        .services(
                                new Service.Addresses(
                                        Servers.ip("10.0.0.2"), Servers.ip("10.0.0.4"), 81),
                                new Service.Mark(7, false))
                        .forwarding(Forwarding.TUN)
                        .port(8080)
                        .weights(1)
                        .build();
        List<IpvsEntry> entries = IpvsPlan.entries(server, started(server).pool());
        assertThat(entries)
                .extracting(entry -> entry.match().name())
                .containsExactly("tcp-10.0.0.2-81", "tcp-10.0.0.3-81", "tcp-10.0.0.4-81", "mark-7");
        assertThat(entries)
                .extracting(entry -> entry.targets().getFirst().port())
                .containsExactly(8080, 8080, 8080, 0);
    }

    @Test
    void ipvs_refusesARangeThatHasNoEnd() {
        VirtualServer server =
                new Servers()
                        .protocol(Protocol.UDP)
                        .services(
                                new Service.Addresses(
                                        Servers.ip("2001:db8::"), Servers.ip("2001:db9::"), 53))
                        .build();
        assertThat(IpvsPlan.refusals(server)).hasSize(1);
        assertThat(NftablesPlan.refusals(server)).isEmpty();
    }

    private static Picker picker(Servers servers) {
        VirtualServer server = servers.build();
        return NftablesPlan.balancers(server, started(server).pool()).getFirst().picker();
    }

    private static HashKey key(Servers servers) {
        return ((Picker.Hashed) picker(servers)).key();
    }

    private static List<Integer> buckets(VirtualServer server, Pool pool) {
        Picker picker = NftablesPlan.balancers(server, pool).getFirst().picker();
        return ((Picker.Hashed) picker).buckets();
    }

    private static List<Integer> slots(VirtualServer server, Pool pool) {
        return NftablesPlan.balancers(server, pool).getFirst().destinations().stream()
                .map(Destination::slot)
                .toList();
    }

    private static VirtualServerState started(VirtualServer server) {
        VirtualServerState state = new VirtualServerState(server);
        var _ = state.start(false);
        return state;
    }
}
