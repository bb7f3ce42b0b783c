package io.aplomb.proxy.balance;

import static io.aplomb.proxy.balance.Picks.keyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HashBalancerTest {

    private static final int KEYS = 5_000;
    private static final KeyHash HASH = new KeyHash(HashFunction.SDBM, true, false);

    private final List<FakeServer> five = servers(5);

    @Test
    void consistent_serverGone_onlyItsOwnKeysMove() {
        Balancer<FakeServer> balancer = Balancers.consistentHash(HASH, 0);
        balancer.update(five);
        Map<String, FakeServer> before = assignments(balancer);
        five.get(2).usable = false;
        balancer.update(five);
        Map<String, FakeServer> after = assignments(balancer);
        before.forEach(
                (key, server) -> {
                    if (server != five.get(2)) {
                        assertThat(after.get(key)).isSameAs(server);
                    }
                });
        five.get(2).usable = true;
        balancer.update(five);
        assertThat(assignments(balancer)).as("its return restores all").isEqualTo(before);
    }

    @Test
    void consistent_serverAdded_takesAboutItsShareAndNothingElseMoves() {
        Balancer<FakeServer> balancer = Balancers.consistentHash(HASH, 0);
        balancer.update(five);
        Map<String, FakeServer> before = assignments(balancer);
        List<FakeServer> six = new ArrayList<>(five);
        six.add(FakeServer.weighted("new", 6, 10));
        balancer.update(six);
        Map<String, FakeServer> after = assignments(balancer);
        long moved = before.keySet().stream().filter(k -> before.get(k) != after.get(k)).count();
        assertThat(moved).isBetween(KEYS / 9L, KEYS / 4L);
        assertThat(after.values().stream().filter(server -> server.id == 6).count())
                .isEqualTo(moved);
    }

    @Test
    void consistent_weightRaised_keysOnlyMoveToThatServer() {
        Balancer<FakeServer> balancer = Balancers.consistentHash(HASH, 0);
        balancer.update(five);
        Map<String, FakeServer> before = assignments(balancer);
        five.get(0).effectiveWeight *= 2;
        balancer.update(five);
        assignments(balancer)
                .forEach(
                        (key, server) -> assertThat(server).isIn(before.get(key), five.getFirst()));
    }

    @Test
    void mapBased_serverGone_sharesStayEvenButMostKeysMove() {
        Balancer<FakeServer> balancer = Balancers.mapHash(HASH);
        balancer.update(five);
        Map<String, FakeServer> before = assignments(balancer);
        five.get(4).usable = false;
        balancer.update(five);
        Map<String, FakeServer> after = assignments(balancer);
        long moved = before.keySet().stream().filter(k -> before.get(k) != after.get(k)).count();
        assertThat(moved).isGreaterThan(KEYS / 2);
        for (FakeServer server : five.subList(0, 4)) {
            long share = after.values().stream().filter(each -> each == server).count();
            assertThat(share).isBetween(KEYS / 4L - 200, KEYS / 4L + 200);
        }
    }

    @Test
    void boundedLoad_oneHotKey_isSpreadBeyondTheBound() {
        Balancer<FakeServer> balancer = Balancers.consistentHash(HASH, 150);
        balancer.update(five);
        for (int i = 0; i < 500; i++) {
            Objects.requireNonNull(balancer.pick(keyed("hot"))).connections++;
        }
        assertThat(five).allSatisfy(s -> assertThat(s.connections).isLessThanOrEqualTo(151));
        assertThat(five.stream().mapToInt(server -> server.connections).sum()).isEqualTo(500);
    }

    @Test
    void keyAbsent_bothHashTypes_everyServerGetsRequests() {
        for (Balancer<FakeServer> balancer :
                List.<Balancer<FakeServer>>of(
                        Balancers.mapHash(HASH), Balancers.consistentHash(HASH, 0))) {
            balancer.update(five);
            Map<FakeServer, Integer> counts = new HashMap<>();
            for (int i = 0; i < 800; i++) {
                counts.merge(
                        Objects.requireNonNull(balancer.pick(Picks.selection())), 1, Integer::sum);
            }
            assertThat(counts.values()).hasSize(5).allMatch(count -> count == 160);
        }
    }

    @Test
    void redispatch_avoidsTheFailedServer_andAlwaysForTheSameOther() {
        for (Balancer<FakeServer> balancer :
                List.<Balancer<FakeServer>>of(
                        Balancers.mapHash(HASH), Balancers.consistentHash(HASH, 0))) {
            balancer.update(five);
            FakeServer failed = Objects.requireNonNull(balancer.pick(keyed("k")));
            FakeServer other = balancer.pick(keyed("k").avoid(failed));
            assertThat(other).isNotNull().isNotSameAs(failed);
            assertThat(balancer.pick(keyed("k").avoid(failed))).isSameAs(other);
        }
    }

    @Test
    void noServer_nothingChosen() {
        Balancer<FakeServer> map = Balancers.mapHash(HASH);
        Balancer<FakeServer> ring = Balancers.consistentHash(HASH, 0);
        Balancer<FakeServer> random = Balancers.random(2, 0);
        assertThat(map.pick(keyed("k"))).isNull();
        assertThat(ring.pick(keyed("k"))).isNull();
        assertThat(ring.pick(Picks.selection())).isNull();
        assertThat(random.pick(Picks.selection())).isNull();
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatThrownBy(() -> Balancers.consistentHash(HASH, 99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hash-balance-factor");
        assertThatThrownBy(() -> Balancers.random(0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<FakeServer> servers(int count) {
        List<FakeServer> servers = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            servers.add(FakeServer.weighted("s" + id, id, 10));
        }
        return servers;
    }

    private static Map<String, FakeServer> assignments(Balancer<FakeServer> balancer) {
        Map<String, FakeServer> assignments = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            String key = "/item/" + i + ".html";
            assignments.put(key, Objects.requireNonNull(balancer.pick(keyed(key))));
        }
        return assignments;
    }
}
