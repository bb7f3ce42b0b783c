package io.aplomb.control.store;

import static io.aplomb.control.store.StoreCluster.failure;
import static io.aplomb.control.store.StoreCluster.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreElectionTest {
    @Test
    void leaderKilled_survivorsGoOnWithAllThatWasAcknowledged(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            for (int i = 0; i < 3; i++) {
                StoreNode leader = cluster.leader();
                List<StoreNode> survivors = cluster.others(leader);
                for (StoreNode survivor : survivors) {
                    get(survivor.submit("warm=" + i)); // sessions are begun, connections made
                }
                get(leader.submit("round=" + i));
                long killed = System.nanoTime();
                cluster.kill(leader);
                cluster.sayDead(leader);
                get(survivors.getFirst().submit("after=" + i));
                System.out.printf(
                        "leader's death to first commit: %d ms%n",
                        (System.nanoTime() - killed) / 1_000_000);
                get(survivors.getLast().store().barrier());
                assertThat(survivors.getLast().machine().all())
                        .containsEntry("round", "" + i)
                        .containsEntry("after", "" + i);
                leader.close();
                cluster.revive(leader);
                leader.open();
                cluster.settle();
            }
        }
    }

    @Test
    void witness_doesNotLeadWhileAnotherCan(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = new StoreCluster(root, null, StoreCluster.STEADY)) {
            StoreNode one = cluster.add("n1", "a", Member.ORDINARY);
            StoreNode other = cluster.add("n2", "a", Member.ORDINARY);
            StoreNode witness = cluster.add("w", "a", Member.WITNESS);
            cluster.found(List.of(one, other, witness));
            for (int i = 0; i < 2; i++) {
                StoreNode leader = cluster.leader(List.of(one, other));
                get(leader.submit("round=" + i));
                cluster.settle(); // the other has all that the witness has
                cluster.kill(leader);
                cluster.sayDead(leader);
                StoreNode heir = leader == one ? other : one;
                get(witness.submit("after=" + i));
                assertThat(cluster.leader(List.of(heir))).isSameAs(heir);
                leader.close();
                cluster.revive(leader);
                leader.open();
                cluster.settle();
            }
            assertThat(witness.told()).noneMatch(told -> told.startsWith("leads"));
            MemberId leader = cluster.leader(List.of(one, other)).id();
            assertThat(failure(cluster.leader().store().transferLeadership(witness.id())))
                    .isPresent();
            assertThat(cluster.leader(List.of(one, other)).id()).isEqualTo(leader);
        }
    }

    @Test
    void transfer_toAnother_makesItLead(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3, StoreCluster.STEADY)) {
            StoreNode leader = cluster.leader();
            StoreNode heir = cluster.others(leader).getFirst();
            StoreNode third = cluster.others(leader).getLast();
            get(third.store().transferLeadership(heir.id()));
            assertThat(cluster.leader(List.of(heir))).isSameAs(heir);
            cluster.await(
                    "the former leader to know",
                    () -> leader.told().getLast().startsWith("follows " + heir.name()));
            get(leader.submit("a=1"));
        }
    }

    @Test
    void twoVoters_theSurvivorRefusesAndGoesOnAloneAfterRebuilding(@TempDir Path root)
            throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 2)) {
            StoreNode dead = cluster.leader();
            StoreNode survivor = cluster.others(dead).getFirst();
            get(survivor.submit("kept=1"));
            long term = dead.store().status().term();
            cluster.kill(dead);
            cluster.sayDead(dead);
            cluster.await(
                    "the survivor to lose its leader",
                    () -> survivor.store().status().leader().isEmpty());
            assertThat(
                            failure(
                                    survivor.store()
                                            .submit(new byte[] {'a', '='}, Duration.ofMillis(800))))
                    .containsInstanceOf(StoreException.NoLeader.class);

            survivor.close();
            RegisterMachine machine = new RegisterMachine();
            StoreIdentity next =
                    Store.rebuild(survivor.settings(cluster.routes(survivor)), machine);
            assertThat(next.generation()).isEqualTo(2);
            assertThat(machine.get("kept")).isEqualTo("1");
            survivor.open();
            get(survivor.submit("alone=1"));
            assertThat(survivor.machine().all())
                    .containsEntry("kept", "1")
                    .containsEntry("alone", "1");
            assertThat(survivor.store().status().term()).isGreaterThan(term);

            dead.close();
            cluster.revive(dead);
            dead.open(); // it comes back, and is told
            cluster.await(
                    "the returning node to be told", () -> dead.told().contains("superseded 2"));
            assertThat(dead.store().youngestGeneration()).isEqualTo(2);
            assertThat(failure(dead.store().submit(new byte[] {'a', '='}, Duration.ofMillis(800))))
                    .isPresent();
            dead.close();

            StoreNode again = cluster.add(dead.name(), "b", Member.ORDINARY);
            survivor.close();
            survivor.open(); // knows the way to the new one now
            again.join(2);
            get(
                    survivor.store()
                            .setMembers(
                                    new Members(
                                            List.of(survivor.member(), again.member()),
                                            List.of())));
            get(again.submit("together=1"));
            cluster.settle();
            assertThat(again.machine().all()).containsKeys("kept", "alone", "together");
        }
    }
}
