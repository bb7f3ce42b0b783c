package io.aplomb.proxy.balance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LocalityBalancerTest {

    private static final long EXPIRE_MS = 60_000;

    private final FakeServer a = FakeServer.weighted("a", 1, 10);
    private final FakeServer b = FakeServer.weighted("b", 2, 10);
    private final FakeServer c = FakeServer.weighted("c", 3, 10);
    private final List<FakeServer> all = List.of(a, b, c);

    @Test
    void lblc_key_staysAlthoughOthersAreIdler() {
        Balancer<FakeServer> balancer = lblc(EXPIRE_MS);
        FakeServer home = pick(balancer, "k", 0);
        home.connections(9);
        assertThat(pick(balancer, "k", 1)).isSameAs(home);
        assertThat(pick(balancer, "other", 1)).isNotSameAs(home);
    }

    @Test
    void lblc_homeOverloadedAndAnotherHalfIdle_keyMovesForGood() {
        Balancer<FakeServer> balancer = lblc(EXPIRE_MS);
        FakeServer home = pick(balancer, "k", 0);
        all.forEach(server -> server.connections(5));
        home.connections(11);
        assertThat(pick(balancer, "k", 1)).as("nobody is under half its weight").isSameAs(home);
        FakeServer idle = home == c ? b : c;
        idle.connections(4);
        assertThat(pick(balancer, "k", 2)).isSameAs(idle);
        home.connections(0);
        assertThat(pick(balancer, "k", 3)).isSameAs(idle);
    }

    @Test
    void lblc_homeGone_keyGetsANewHome() {
        Balancer<FakeServer> balancer = lblc(EXPIRE_MS);
        FakeServer home = pick(balancer, "k", 0);
        home.usable = false;
        balancer.update(all);
        FakeServer next = pick(balancer, "k", 1);
        assertThat(next).isNotSameAs(home);
        home.usable = true;
        balancer.update(all);
        assertThat(pick(balancer, "k", 2)).isSameAs(next);
    }

    @Test
    void lblc_unusedKey_isForgotten() {
        var balancer = new LocalityBalancer<FakeServer>(false, EXPIRE_MS);
        balancer.update(all);
        pick(balancer, "k", 0);
        pick(balancer, "used", 0);
        pick(balancer, "used", EXPIRE_MS - 1);
        pick(balancer, "used", EXPIRE_MS);
        assertThat(balancer.keys()).isEqualTo(1);
    }

    @Test
    void lblc_manyKeys_areBounded() {
        var balancer = new LocalityBalancer<FakeServer>(false, EXPIRE_MS);
        balancer.update(all);
        for (int i = 0; i < LocalityBalancer.MAX_KEYS + 500; i++) {
            pick(balancer, "k" + i, i / 1000);
        }
        assertThat(balancer.keys()).isLessThanOrEqualTo(LocalityBalancer.MAX_KEYS + 1);
    }

    @Test
    void lblcr_overload_growsTheSetAndUsesAllOfIt() {
        Balancer<FakeServer> balancer = lblcr();
        FakeServer home = pick(balancer, "k", 0);
        home.connections(11);
        FakeServer second = pick(balancer, "k", 1);
        assertThat(second).isNotSameAs(home);
        Set<FakeServer> used = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            FakeServer chosen = pick(balancer, "k", 2);
            chosen.connections++;
            used.add(chosen);
        }
        assertThat(used).contains(home, second);
    }

    @Test
    void lblcr_quietDay_setGivesItsMostLoadedServerBack() {
        Balancer<FakeServer> balancer = lblcr();
        FakeServer home = pick(balancer, "k", 0);
        home.connections(11);
        FakeServer second = pick(balancer, "k", 1);
        home.connections(6);
        second.connections(3);
        long later = 1 + LocalityBalancer.SHRINK_AFTER_MS;
        assertThat(pick(balancer, "k", later)).isSameAs(second);
        home.connections(0);
        assertThat(pick(balancer, "k", later + 1)).as("the set is one again").isSameAs(second);
    }

    @Test
    void saturatedEverywhere_kept_orNothing() {
        Balancer<FakeServer> balancer = lblc(EXPIRE_MS);
        FakeServer home = pick(balancer, "k", 0);
        all.forEach(server -> server.maxConnections(1).connections(1));
        assertThat(pick(balancer, "k", 1)).isSameAs(home);
        assertThat(balancer.pick(Picks.keyed("unknown"))).isNull();
    }

    private Balancer<FakeServer> lblc(long expireMs) {
        Balancer<FakeServer> balancer = Balancers.locality(expireMs);
        balancer.update(all);
        return balancer;
    }

    private Balancer<FakeServer> lblcr() {
        Balancer<FakeServer> balancer =
                Balancers.replicatedLocality(3 * LocalityBalancer.SHRINK_AFTER_MS);
        balancer.update(all);
        return balancer;
    }

    private static FakeServer pick(Balancer<FakeServer> balancer, String key, long nowMs) {
        var selection = new Selection(new SplittableRandom(1)).reset(nowMs);
        return Objects.requireNonNull(balancer.pick(selection.key(key.getBytes(UTF_8))));
    }
}
