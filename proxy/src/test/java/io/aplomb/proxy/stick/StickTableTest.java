package io.aplomb.proxy.stick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.model.proxy.StickTableSpec.KeyType;
import io.aplomb.model.proxy.StickTableSpec.Store;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StickTableTest {

    private long nowMs = 1_000_000;

    @Test
    void entry_untouched_expires() {
        StickTable table = table(KeyType.INTEGER, 10, 30_000, false);
        table.obtain(Value.of(1));
        nowMs += 29_999;
        assertThat(table.lookup(Value.of(1))).isNotNull();
        nowMs += 1;
        assertThat(table.lookup(Value.of(1))).as("a lookup does not keep it").isNull();
        assertThat(table.used()).isZero();
    }

    @Test
    void entry_touched_livesOn() {
        StickTable table = table(KeyType.INTEGER, 10, 30_000, false);
        TableEntry entry = obtain(table, 1);
        nowMs += 20_000;
        assertThat(entry.expiresInMs()).isEqualTo(10_000);
        assertThat(entry.idleMs()).isEqualTo(20_000);
        obtain(table, 1);
        assertThat(entry.expiresInMs()).isEqualTo(30_000);
    }

    @Test
    void trackedEntry_neitherExpiresNorIsPurged() {
        StickTable table = table(KeyType.INTEGER, 2, 30_000, false);
        TableEntry tracked = Objects.requireNonNull(table.track(Value.of(1)));
        nowMs += 100_000;
        obtain(table, 2);
        obtain(table, 3);
        assertThat(table.lookup(Value.of(1))).isSameAs(tracked);
        assertThat(table.lookup(Value.of(2))).as("made room for 3").isNull();
        table.release(tracked);
        nowMs += 30_000;
        assertThat(table.used()).isZero();
    }

    @Test
    void fullTable_leastRecentlyTouchedMakesRoom() {
        StickTable table = table(KeyType.INTEGER, 3, 0, false);
        for (int key : new int[] {1, 2, 3, 1, 4}) {
            obtain(table, key);
        }
        assertThat(table.lookup(Value.of(2))).isNull();
        assertThat(table.lookup(Value.of(1))).isNotNull();
        assertThat(table.used()).isEqualTo(3);
        assertThat(table.available()).isZero();
    }

    @Test
    void fullTable_nopurge_refusesNewKeys() {
        StickTable table = table(KeyType.INTEGER, 1, 30_000, true);
        obtain(table, 1);
        assertThat(table.obtain(Value.of(2))).isNull();
        assertThat(table.track(Value.of(2))).isNull();
        nowMs += 30_000;
        assertThat(table.obtain(Value.of(2))).isNotNull();
    }

    @Test
    void counterAndRate_countTogether() {
        StickTable table =
                table(
                        KeyType.IP,
                        10,
                        30_000,
                        false,
                        new Store("conn_cnt", 0, 1),
                        new Store("conn_rate", 3_000, 1),
                        new Store("gpc0", 0, 1),
                        new Store("gpc", 0, 3));
        TableEntry entry = Objects.requireNonNull(table.track(ip("127.0.0.1")));
        table.count(entry, TableDataType.CONN_CNT, 1);
        table.count(entry, TableDataType.CONN_CNT, 1);
        assertThat(entry.value(TableDataType.CONN_CNT, 0)).isEqualTo(2);
        assertThat(entry.value(TableDataType.CONN_RATE, 0)).isEqualTo(2);
        assertThat(entry.periodMs(TableDataType.CONN_RATE)).isEqualTo(3_000);
        nowMs += 6_000;
        assertThat(entry.value(TableDataType.CONN_RATE, 0)).isZero();
        assertThat(entry.value(TableDataType.HTTP_REQ_CNT, 0)).as("not stored").isNull();
        assertThat(entry.increment(TableDataType.GPC0, 0)).isEqualTo(1);
        assertThat(entry.increment(TableDataType.GPC, 2)).isEqualTo(1);
        assertThat(entry.increment(TableDataType.GPC, 3)).as("beyond the array").isNull();
        assertThat(entry.clear(TableDataType.GPC0, 0)).isEqualTo(1);
        assertThat(entry.value(TableDataType.GPC0, 0)).isZero();
        assertThat(entry.trackers()).isEqualTo(1);
        table.count(entry, TableDataType.CONN_CUR, -1);
        assertThat(entry.value(TableDataType.CONN_CUR, 0)).isNull();
    }

    @Test
    void keys_areCastAndCut() {
        StickTable strings = table(KeyType.STRING, 10, 0, false);
        strings.obtain(Value.of("/verylongpathhere"));
        assertThat(strings.lookup(Value.of("/verylongpat and more"))).isNotNull();
        assertThat(strings.obtain(Value.of(""))).isNull();
        StickTable addresses = table(KeyType.IP, 10, 0, false);
        addresses.obtain(ip("::ffff:10.0.0.1"));
        assertThat(addresses.lookup(ip("10.0.0.1"))).isNotNull();
        assertThat(addresses.obtain(ip("2001:db8::1"))).as("has no IPv4 form").isNull();
    }

    @Test
    void releaseTwice_isABug() {
        StickTable table = table(KeyType.INTEGER, 10, 0, false);
        TableEntry entry = Objects.requireNonNull(table.track(Value.of(1)));
        table.release(entry);
        assertThatThrownBy(() -> table.release(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreads_noCountIsLost() throws InterruptedException {
        StickTable table = table(KeyType.INTEGER, 4, 30_000, false, new Store("conn_cnt", 0, 1));
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(
                                each ->
                                        Thread.ofPlatform()
                                                .start(
                                                        () -> {
                                                            for (int i = 0; i < 2_000; i++) {
                                                                countOnce(table);
                                                            }
                                                        }))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        TableEntry entry = Objects.requireNonNull(table.lookup(Value.of(1)));
        assertThat(entry.value(TableDataType.CONN_CNT, 0)).isEqualTo(8_000);
        assertThat(entry.trackers()).isZero();
    }

    private static void countOnce(StickTable table) {
        TableEntry entry = Objects.requireNonNull(table.track(Value.of(1)));
        table.count(entry, TableDataType.CONN_CNT, 1);
        table.release(entry);
    }

    private static TableEntry obtain(StickTable table, int key) {
        return Objects.requireNonNull(table.obtain(Value.of(key)));
    }

    private static Value ip(String text) {
        return Value.of(Objects.requireNonNull(IpAddress.parse(text)));
    }

    private StickTable table(
            KeyType type, int size, long expireMs, boolean noPurge, Store... stores) {
        return new StickTable(
                new StickTableSpec("t", type, 12, size, expireMs, noPurge, null, List.of(stores)),
                () -> nowMs);
    }
}
