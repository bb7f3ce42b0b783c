package io.aplomb.sample;

import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import io.aplomb.sample.facts.TableView;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stick table which stores gpc0, conn_cur and bytes_in_cnt. */
public final class FakeTable implements TableView {

    private final Map<Value, Entry> entries = new HashMap<>();

    @Override
    public String name() {
        return "t";
    }

    @Override
    public SampleType keyType() {
        return SampleType.STR;
    }

    @Override
    public @Nullable TableEntry lookup(Value key) {
        Value text = key.castTo(SampleType.STR);
        return text == null ? null : entries.get(text);
    }

    @Override
    public @Nullable TableEntry obtain(Value key) {
        Value text = key.castTo(SampleType.STR);
        return text == null ? null : entries.computeIfAbsent(text, _ -> new Entry());
    }

    @Override
    public long used() {
        return entries.size();
    }

    @Override
    public long available() {
        return 100 - used();
    }

    private static final class Entry implements TableEntry {
        private final Map<TableDataType, Long> values = new EnumMap<>(TableDataType.class);

        Entry() {
            values.put(TableDataType.GPC0, 0L);
            values.put(TableDataType.CONN_CUR, 3L);
            values.put(TableDataType.BYTES_IN_CNT, 5000L);
        }

        @Override
        public @Nullable Long value(TableDataType type, int index) {
            return values.get(type);
        }

        @Override
        public long periodMs(TableDataType type) {
            return 0;
        }

        @Override
        public @Nullable Long increment(TableDataType type, int index) {
            return values.computeIfPresent(type, (_, value) -> value + 1);
        }

        @Override
        public @Nullable Long clear(TableDataType type, int index) {
            Long old = values.get(type);
            values.computeIfPresent(type, (_, _) -> 0L);
            return old;
        }

        @Override
        public long expiresInMs() {
            return 900;
        }

        @Override
        public long idleMs() {
            return 100;
        }

        @Override
        public long trackers() {
            return 2;
        }
    }
}
