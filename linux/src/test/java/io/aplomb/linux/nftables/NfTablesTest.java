package io.aplomb.linux.nftables;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.linux.Namespaces;
import io.aplomb.linux.SystemCallException;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the real kernel, in a network that each test has for itself; nft(8) reads back. */
@Timeout(60)
class NfTablesTest {

    @BeforeEach
    void tools() {
        RequiredRights.root();
        var _ = RequiredTool.path("nft");
    }

    @Test
    void apply_theBalancer_isReadBackByNft() throws Exception {
        String listed =
                inNetworkOfItsOwn(
                        () -> {
                            try (NfTables tables = NfTables.open()) {
                                tables.apply(Balancer.batch());
                            }
                            return nft("list", "table", "ip", "probe");
                        });
        assertThat(listed)
                .contains("10.0.0.1 . tcp . 80 : goto web")
                .contains("ip saddr & 255.255.255.0 timeout 50s")
                .contains("numgen inc mod 2 map @turns")
                .contains("numgen random mod 70001 map @ranges")
                .contains("jhash ip saddr . tcp sport mod 2 seed 0x1234 map @turns")
                .contains("ip daddr 10.0.0.1-10.0.0.9 counter packets 0 bytes 0 drop")
                .contains("fib daddr . mark type local jump balance")
                .contains("type filter hook input priority filter; policy drop;")
                .contains("ip saddr != @blocked ct mark 0x00000005 accept");
    }

    @Test
    void apply_aChangeThatIsRefused_leavesAllAsItWas() throws Exception {
        String listed =
                inNetworkOfItsOwn(
                        () -> {
                            try (NfTables tables = NfTables.open()) {
                                Batch wrong =
                                        new Batch()
                                                .addTable(Family.IP, "first")
                                                .deleteTable(Family.IP, "absent");
                                assertThatThrownBy(() -> tables.apply(wrong))
                                        .isInstanceOfSatisfying(
                                                SystemCallException.class,
                                                refused ->
                                                        assertThat(refused.errno())
                                                                .isEqualTo(
                                                                        SystemCallException.ENOENT))
                                        .hasMessageContaining("delete table absent");
                                tables.apply(new Batch().addTable(Family.IP6, "second"));
                            }
                            return nft("list", "tables");
                        });
        assertThat(listed).isEqualTo("table ip6 second\n");
    }

    @Test
    void clearTable_overOneOfAPredecessor_leavesOnlyTheNew() throws Exception {
        String listed =
                inNetworkOfItsOwn(
                        () -> {
                            try (NfTables tables = NfTables.open()) {
                                tables.apply(Balancer.batch());
                                tables.apply(
                                        new Batch()
                                                .clearTable(Family.IP, "probe")
                                                .addChain(Family.IP, "probe", "fresh", null));
                            }
                            return nft("list", "ruleset");
                        });
        assertThat(listed).isEqualTo("table ip probe {\n\tchain fresh {\n\t}\n}\n");
    }

    @Test
    void apply_tenThousandElements_areAllThere() throws Exception {
        List<SetElement> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new SetElement.Member(Balancer.order(i)));
        }
        String listed =
                inNetworkOfItsOwn(
                        () -> {
                            try (NfTables tables = NfTables.open()) {
                                tables.apply(
                                        new Batch()
                                                .addTable(Family.IP, "probe")
                                                .addSet(
                                                        Family.IP,
                                                        "probe",
                                                        SetSpec.of("many", SetSpec.Type.MARK))
                                                .addElements(Family.IP, "probe", "many", many));
                            }
                            return nft("list", "set", "ip", "probe", "many");
                        });
        assertThat(listed.chars().filter(letter -> letter == 'x').count()).isEqualTo(10_000);
    }

    private static String nft(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** The thread's network dies with it. */
    private static <T> T inNetworkOfItsOwn(Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            Namespaces.unshareNetwork();
                            return work.call();
                        });
        Thread thread = Thread.ofPlatform().daemon().start(task);
        T result = task.get(50, SECONDS);
        thread.join();
        return result;
    }
}
