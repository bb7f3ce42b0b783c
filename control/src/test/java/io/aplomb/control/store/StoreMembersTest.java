package io.aplomb.control.store;

import static io.aplomb.control.store.StoreCluster.failure;
import static io.aplomb.control.store.StoreCluster.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMembersTest {
    @Test
    void members_addedReplacedAndRemovedUnderLoad_loseNothing(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = new StoreCluster(root, null, StoreCluster.QUICK)) {
            StoreNode one = cluster.add("n1", "a", Member.ORDINARY);
            StoreNode two = cluster.add("n2", "a", Member.ORDINARY);
            StoreNode three = cluster.add("n3", "a", Member.ORDINARY);
            StoreNode four = cluster.add("n4", "a", Member.ORDINARY);
            StoreNode five = cluster.add("n5", "a", Member.ORDINARY);
            cluster.found(List.of(one, two, three));
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> load =
                    CompletableFuture.supplyAsync(() -> count(one, enough));

            four.join(1);
            five.join(1);
            get(one.store().setMembers(members(List.of(one, two, three), List.of(four, five))));
            assertThat(four.store().status().role()).isEqualTo(StoreStatus.Role.LISTENER);
            get(two.store().setMembers(members(List.of(one, two, three, four), List.of(five))));
            cluster.await(
                    "a vote for the listener",
                    () -> four.store().status().role() == StoreStatus.Role.FOLLOWER);
            // The leader is among those that go; n1 has the load and stays.
            StoreNode leader = cluster.leader();
            if (leader == one) {
                get(one.store().transferLeadership(two.id()));
            }
            get(one.store().setMembers(members(List.of(one, four, five), List.of())));
            for (StoreNode gone : List.of(two, three)) {
                cluster.await(gone.name() + " to be told", () -> gone.told().contains("removed"));
                gone.close();
            }
            enough.set(true);
            int counted = get(load);
            cluster.settle();
            assertThat(five.machine().get("count")).isEqualTo("" + counted);
            assertThat(five.store().members().voters())
                    .extracting(Member::name)
                    .containsExactly("n1", "n4", "n5");
        }
    }

    private static int count(StoreNode at, AtomicBoolean enough) {
        int counted = 0;
        while (!enough.get()) {
            at.submit("count+").join();
            counted++;
        }
        return counted;
    }

    private static Members members(List<StoreNode> voters, List<StoreNode> listeners) {
        return new Members(
                voters.stream().map(StoreNode::member).toList(),
                listeners.stream().map(StoreNode::member).toList());
    }

    @Test
    void singleVoter_growsToThreeAndShrinksAgain(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = new StoreCluster(root, null, StoreCluster.QUICK)) {
            List<StoreNode> nodes = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                nodes.add(cluster.add("n" + i, "a", Member.ORDINARY));
            }
            cluster.found(nodes.subList(0, 1));
            get(nodes.getFirst().submit("a=1"));
            nodes.get(1).join(1);
            nodes.get(2).join(1);
            get(nodes.getFirst().store().setMembers(members(nodes, List.of())));
            get(nodes.getLast().submit("b=2"));
            cluster.settle();
            assertThat(nodes.getLast().machine().all()).containsKeys("a", "b");
            get(nodes.getLast().store().setMembers(members(nodes.subList(2, 3), List.of())));
            get(nodes.getLast().submit("c=3"));
            assertThat(nodes.getLast().machine().all()).containsKeys("a", "b", "c");
        }
    }

    @Test
    void impossibleMembers_areRefused(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 1)) {
            StoreNode only = cluster.leader();
            Member member = only.member();
            Member moved = new Member(member.id(), "127.0.0.2", 7);
            Member witness = new Member(member.id(), member.host(), member.port(), Member.WITNESS);
            for (Members target :
                    List.of(
                            new Members(List.of(), List.of()),
                            new Members(List.of(), List.of(member)),
                            new Members(List.of(moved), List.of()),
                            new Members(List.of(witness), List.of()))) {
                assertThat(failure(only.store().setMembers(target)))
                        .containsInstanceOf(StoreException.NotCommitted.class);
            }
        }
    }
}
