package io.aplomb.proxy.balance;

import static io.aplomb.proxy.balance.Picks.count;
import static io.aplomb.proxy.balance.Picks.picks;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinBalancerTest {

    private final FakeServer a = FakeServer.weighted("a", 1, 3);
    private final FakeServer b = FakeServer.weighted("b", 2, 1);
    private final FakeServer c = FakeServer.weighted("c", 3, 1);
    private final Balancer<FakeServer> balancer = Balancers.roundRobin();

    @Test
    void weights_overCycles_chosenInProportionAndSpread() {
        balancer.update(List.of(a, b, c));
        assertThat(picks(balancer, 10)).isEqualTo("abacaabaca");
    }

    @Test
    void equalWeights_chosenInOrder() {
        a.effectiveWeight = Candidate.WEIGHT_SCALE;
        balancer.update(List.of(a, b, c));
        assertThat(picks(balancer, 7)).isEqualTo("abcabca");
    }

    @Test
    void weightRaised_whileRunning_newProportionAtOnceWithoutBurst() {
        a.effectiveWeight = Candidate.WEIGHT_SCALE;
        balancer.update(List.of(a, b, c));
        picks(balancer, 100);
        b.effectiveWeight = 4 * Candidate.WEIGHT_SCALE;
        balancer.update(List.of(a, b, c));
        String after = picks(balancer, 60);
        assertThat(count(after, "b")).isBetween(39L, 41L);
        assertThat(count(after, "a")).isBetween(9L, 11L);
        assertThat(after).doesNotContain("bbbbbb");
    }

    @Test
    void serverThatWarmsUp_getsItsShareOfOneSixteenth() {
        b.effectiveWeight = 1;
        a.effectiveWeight = 15;
        balancer.update(List.of(a, b));
        assertThat(count(picks(balancer, 160), "b")).isEqualTo(10);
    }

    @Test
    void saturatedServer_isPassedOverAndNotPaidBackLater() {
        balancer.update(List.of(a, b, c));
        a.maxConnections(1).connections(1);
        assertThat(picks(balancer, 50)).doesNotContain("a");
        a.connections(0);
        assertThat(picks(balancer, 50)).doesNotContain("aaaa");
    }

    @Test
    void allSaturated_nothingChosen() {
        balancer.update(List.of(a));
        a.maxConnections(1).connections(1);
        assertThat(balancer.pick(Picks.selection())).isNull();
    }

    @Test
    void avoidedServer_chosenOnlyIfThereIsNoOther() {
        balancer.update(List.of(a, b));
        for (int i = 0; i < 10; i++) {
            assertThat(balancer.pick(Picks.selection().avoid(a))).isSameAs(b);
        }
        b.maxConnections(1).connections(1);
        assertThat(balancer.pick(Picks.selection().avoid(a))).isSameAs(a);
    }

    @Test
    void unusableOrWeightless_neverChosen() {
        b.usable = false;
        c.effectiveWeight = 0;
        balancer.update(List.of(a, b, c));
        assertThat(picks(balancer, 20)).containsOnlyOnce("aaaaaaaaaaaaaaaaaaaa");
    }
}
