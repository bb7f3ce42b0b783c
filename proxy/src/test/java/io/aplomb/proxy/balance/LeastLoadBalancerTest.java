package io.aplomb.proxy.balance;

import static io.aplomb.proxy.balance.Picks.picks;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeastLoadBalancerTest {

    private final FakeServer a = FakeServer.weighted("a", 1, 1);
    private final FakeServer b = FakeServer.weighted("b", 2, 1);
    private final FakeServer c = FakeServer.weighted("c", 3, 4);

    @Test
    void leastConnections_equalLoad_leastRecentlyUsedFirst() {
        Balancer<FakeServer> balancer = Balancers.leastConnections();
        balancer.update(List.of(a, b, c));
        assertThat(picks(balancer, 7)).isEqualTo("abcabca");
        balancer.update(List.of(c, a, b));
        assertThat(picks(balancer, 3)).as("order survives an update").isEqualTo("bca");
    }

    @Test
    void leastConnections_connectionsPerWeight_decide() {
        Balancer<FakeServer> balancer = Balancers.leastConnections();
        balancer.update(List.of(a.connections(1), b.connections(2), c.connections(3)));
        assertThat(balancer.pick(Picks.selection())).isSameAs(c);
        c.connections(6);
        assertThat(balancer.pick(Picks.selection())).as("(6+1)/4 < (1+1)/1").isSameAs(c);
        c.connections(8);
        assertThat(balancer.pick(Picks.selection())).as("(8+1)/4 > (1+1)/1").isSameAs(a);
    }

    @Test
    void leastConnections_idleServers_takeTurnsBeforeAnyBusyOne() {
        Balancer<FakeServer> balancer = Balancers.leastConnections();
        balancer.update(List.of(a, b, c.connections(1)));
        assertThat(picks(balancer, 4)).isEqualTo("abab");
    }

    @Test
    void leastConnections_longSessions_convergeToTheWeights() {
        Balancer<FakeServer> balancer = Balancers.leastConnections();
        balancer.update(List.of(a, b, c));
        for (int i = 0; i < 600; i++) {
            Objects.requireNonNull(balancer.pick(Picks.selection())).connections++;
        }
        assertThat(List.of(a.connections, b.connections, c.connections))
                .containsExactly(100, 100, 400);
    }

    @Test
    void shortestExpectedDelay_idleButSlowServer_losesToTheFastOne() {
        Balancer<FakeServer> balancer = Balancers.shortestExpectedDelay();
        balancer.update(List.of(a, c.connections(2)));
        assertThat(balancer.pick(Picks.selection())).as("(0+1)/1 > (2+1)/4").isSameAs(c);
        c.connections(4);
        assertThat(balancer.pick(Picks.selection())).as("(0+1)/1 < (4+1)/4").isSameAs(a);
    }

    @Test
    void neverQueue_idleServer_winsOverAShorterDelay() {
        Balancer<FakeServer> balancer = Balancers.neverQueue();
        balancer.update(List.of(a, c.connections(2)));
        assertThat(balancer.pick(Picks.selection())).isSameAs(a);
        a.connections(1);
        assertThat(balancer.pick(Picks.selection())).as("nobody idle: as sed").isSameAs(c);
    }

    @Test
    void first_lowestIdWithRoom() {
        Balancer<FakeServer> balancer = Balancers.first();
        balancer.update(List.of(c, b, a.maxConnections(2)));
        assertThat(picks(balancer, 2)).isEqualTo("aa");
        a.connections(2);
        assertThat(picks(balancer, 2)).isEqualTo("bb");
        a.connections(1);
        assertThat(picks(balancer, 1)).isEqualTo("a");
    }

    @Test
    void random_twoDraws_keepsLoadsCloserThanOne() {
        assertThat(spread(2)).isLessThan(spread(1) / 2);
    }

    /** Difference of loads after many long sessions on equal servers. */
    private static int spread(int draws) {
        var servers =
                IntStream.rangeClosed(1, 8)
                        .mapToObj(id -> FakeServer.weighted("s" + id, id, 10))
                        .toList();
        Balancer<FakeServer> balancer = Balancers.random(draws, 0);
        balancer.update(servers);
        var selection = new Selection(new SplittableRandom(7));
        for (int i = 0; i < 4_000; i++) {
            Objects.requireNonNull(balancer.pick(selection.reset(i))).connections++;
        }
        var loads = servers.stream().mapToInt(server -> server.connections).summaryStatistics();
        return loads.getMax() - loads.getMin();
    }
}
