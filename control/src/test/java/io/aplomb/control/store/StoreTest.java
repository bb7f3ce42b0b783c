package io.aplomb.control.store;

import static io.aplomb.control.store.StoreCluster.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @Test
    void submit_fromAnyNode_isAppliedOnAll(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            for (StoreNode node : cluster.nodes()) {
                assertThat(get(node.submit(node.name() + "=1"))).isEmpty();
                get(node.store().barrier());
                assertThat(node.machine().get(node.name())).isEqualTo("1");
            }
            cluster.settle();
            assertThat(cluster.nodes().getFirst().machine().all()).hasSize(3);
        }
    }

    @Test
    void node_restarted_hasAllAgain(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            StoreNode follower = cluster.others(cluster.leader()).getFirst();
            get(follower.submit("a=1"));
            cluster.settle();
            follower.close();
            get(cluster.leader().submit("b=2"));
            follower.open();
            cluster.settle();
            assertThat(follower.machine().all()).containsEntry("a", "1").containsEntry("b", "2");
        }
    }

    @Test
    void follower_farBehind_isBroughtUpBySnapshot(@TempDir Path root) throws Exception {
        try (StoreCluster cluster = StoreCluster.of(root, 3)) {
            StoreNode leader = cluster.leader();
            StoreNode behind = cluster.others(leader).getFirst();
            get(leader.submit("first=1"));
            cluster.settle();
            behind.close();
            List<CompletableFuture<String>> written = new ArrayList<>();
            String filler =
                    "x".repeat(1500); // two segments of the log: whole ones are dropped behind
            // a snapshot
            for (int i = 0; i < 1500; i++) {
                written.add(leader.submit("count+"));
                written.add(leader.submit("filler=" + filler));
            }
            for (CompletableFuture<String> one : written) {
                get(one);
            }
            behind.open();
            cluster.settle();
            assertThat(behind.machine().get("count")).isEqualTo("1500");
            assertThat(behind.told()).contains("restored");
            get(behind.submit("count+"));
            cluster.settle();
        }
    }
}
