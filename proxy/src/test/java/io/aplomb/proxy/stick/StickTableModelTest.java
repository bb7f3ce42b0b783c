package io.aplomb.proxy.stick;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.model.proxy.StickTableSpec.KeyType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on a table and on a plain list that does the same slowly. */
class StickTableModelTest {

    private static final int SIZE = 12;
    private static final long EXPIRE_MS = 500;
    private static final int STEPS = 20_000;

    private long nowMs;
    private long touches;

    private static final class Twin {
        long touchedMs;
        long touchOrder;
        long count;
        int trackers;
    }

    private final Map<Long, Twin> model = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomOperations_tableAndModelAgree(long seed) {
        var random = new SplittableRandom(seed);
        var table = new StickTable(spec(), () -> nowMs);
        Map<Long, List<TableEntry>> tracked = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            nowMs += random.nextInt(40);
            expireModel();
            long key = random.nextInt(2 * SIZE);
            switch (random.nextInt(6)) {
                case 0 -> assertThat(table.obtain(Value.of(key)) != null).isEqualTo(obtain(key));
                case 1 -> track(table, key, tracked);
                case 2, 3 -> release(table, key, tracked);
                case 4 -> remove(table, key);
                default -> count(table, key);
            }
            compare(table, key, "seed " + seed + " step " + step);
        }
    }

    private void track(StickTable table, long key, Map<Long, List<TableEntry>> tracked) {
        TableEntry entry = table.track(Value.of(key));
        assertThat(entry != null).isEqualTo(obtain(key));
        if (entry != null) {
            twin(key).trackers++;
            tracked.computeIfAbsent(key, each -> new ArrayList<>()).add(entry);
        }
    }

    private void release(StickTable table, long key, Map<Long, List<TableEntry>> tracked) {
        List<TableEntry> entries = tracked.getOrDefault(key, List.of());
        if (!entries.isEmpty()) {
            table.release(entries.removeLast());
            twin(key).trackers--;
            touch(twin(key));
        }
    }

    private void remove(StickTable table, long key) {
        Twin twin = model.get(key);
        StickTable.Removal expected =
                twin == null
                        ? StickTable.Removal.ABSENT
                        : twin.trackers > 0
                                ? StickTable.Removal.IN_USE
                                : StickTable.Removal.REMOVED;
        assertThat(table.remove(Value.of(key))).isEqualTo(expected);
        if (expected == StickTable.Removal.REMOVED) {
            model.remove(key);
        }
    }

    private void count(StickTable table, long key) {
        TableEntry entry = table.lookup(Value.of(key));
        if (entry != null) {
            table.count(entry, TableDataType.HTTP_REQ_CNT, 1);
            twin(key).count++;
        }
    }

    private void compare(StickTable table, long key, String where) {
        assertThat(table.used()).as(where).isEqualTo(model.size());
        TableEntry entry = table.lookup(Value.of(key));
        Twin twin = model.get(key);
        assertThat(entry != null).as(where).isEqualTo(twin != null);
        if (entry != null && twin != null) {
            assertThat(entry.value(TableDataType.HTTP_REQ_CNT, 0)).as(where).isEqualTo(twin.count);
            assertThat(entry.trackers()).as(where).isEqualTo(twin.trackers);
            assertThat(entry.expiresInMs())
                    .as(where)
                    .isEqualTo(Math.max(0, twin.touchedMs + EXPIRE_MS - nowMs));
        }
    }

    private void expireModel() {
        model.values().removeIf(twin -> twin.trackers == 0 && nowMs - twin.touchedMs >= EXPIRE_MS);
    }

    private boolean obtain(long key) {
        if (!model.containsKey(key)) {
            if (model.size() >= SIZE && !purgeOldest()) {
                return false;
            }
            model.put(key, new Twin());
        }
        touch(twin(key));
        return true;
    }

    private boolean purgeOldest() {
        var oldest =
                model.entrySet().stream()
                        .filter(entry -> entry.getValue().trackers == 0)
                        .min(Comparator.comparingLong(entry -> entry.getValue().touchOrder));
        oldest.ifPresent(entry -> model.remove(entry.getKey()));
        return oldest.isPresent();
    }

    private void touch(Twin twin) {
        twin.touchedMs = nowMs;
        twin.touchOrder = touches++;
    }

    private Twin twin(long key) {
        return Objects.requireNonNull(model.get(key));
    }

    private static StickTableSpec spec() {
        return new StickTableSpec(
                "t",
                KeyType.INTEGER,
                4,
                SIZE,
                EXPIRE_MS,
                false,
                null,
                List.of(new StickTableSpec.Store("http_req_cnt", 0, 1)));
    }
}
