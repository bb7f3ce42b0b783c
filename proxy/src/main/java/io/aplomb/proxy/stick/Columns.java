package io.aplomb.proxy.stick;

import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.sample.facts.TableDataType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which data the entries of a table have, and in what order they are shown. */
final class Columns {

    /** Most elements of an array type (HAProxy manual, {@code gpc(<nb>)}). */
    private static final int MAX_ELEMENTS = 100;

    /** HAProxy's order of display. */
    private static final List<TableDataType> DISPLAY_ORDER =
            List.of(
                    TableDataType.SERVER_ID,
                    TableDataType.GPT0,
                    TableDataType.GPC0,
                    TableDataType.GPC0_RATE,
                    TableDataType.CONN_CNT,
                    TableDataType.CONN_RATE,
                    TableDataType.CONN_CUR,
                    TableDataType.SESS_CNT,
                    TableDataType.SESS_RATE,
                    TableDataType.HTTP_REQ_CNT,
                    TableDataType.HTTP_REQ_RATE,
                    TableDataType.HTTP_ERR_CNT,
                    TableDataType.HTTP_ERR_RATE,
                    TableDataType.BYTES_IN_CNT,
                    TableDataType.BYTES_IN_RATE,
                    TableDataType.BYTES_OUT_CNT,
                    TableDataType.BYTES_OUT_RATE,
                    TableDataType.GPC1,
                    TableDataType.GPC1_RATE,
                    TableDataType.SERVER_KEY,
                    TableDataType.HTTP_FAIL_CNT,
                    TableDataType.HTTP_FAIL_RATE,
                    TableDataType.GPT,
                    TableDataType.GPC,
                    TableDataType.GPC_RATE);

    /** One stored type: as many numbers as elements, rates with their period. */
    record Column(TableDataType type, int elements, long periodMs) {}

    private final Map<TableDataType, Column> columns = new EnumMap<>(TableDataType.class);

    Columns(List<StickTableSpec.Store> stores) {
        for (StickTableSpec.Store store : stores) {
            TableDataType type = TableDataType.of(store.type());
            if (type != null) {
                int elements = Math.clamp(store.elements(), 1, MAX_ELEMENTS);
                columns.put(type, new Column(type, elements, store.periodMs()));
            }
        }
    }

    @Nullable Column column(TableDataType type) {
        return columns.get(type);
    }

    List<Column> shown() {
        return DISPLAY_ORDER.stream().filter(columns::containsKey).map(this::present).toList();
    }

    private Column present(TableDataType type) {
        return Objects.requireNonNull(columns.get(type));
    }

    /**
     * The rate that counts the same events, or null: conn_rate for conn_cnt, gpc0_rate for gpc0.
     */
    static @Nullable TableDataType rateBeside(TableDataType counter) {
        return switch (counter) {
            case GPC0 -> TableDataType.GPC0_RATE;
            case GPC1 -> TableDataType.GPC1_RATE;
            case GPC -> TableDataType.GPC_RATE;
            case CONN_CNT -> TableDataType.CONN_RATE;
            case SESS_CNT -> TableDataType.SESS_RATE;
            case HTTP_REQ_CNT -> TableDataType.HTTP_REQ_RATE;
            case HTTP_ERR_CNT -> TableDataType.HTTP_ERR_RATE;
            case HTTP_FAIL_CNT -> TableDataType.HTTP_FAIL_RATE;
            case BYTES_IN_CNT -> TableDataType.BYTES_IN_RATE;
            case BYTES_OUT_CNT -> TableDataType.BYTES_OUT_RATE;
            case SERVER_ID,
                    SERVER_KEY,
                    GPT0,
                    GPT,
                    CONN_CUR,
                    GPC0_RATE,
                    GPC1_RATE,
                    GPC_RATE,
                    CONN_RATE,
                    SESS_RATE,
                    HTTP_REQ_RATE,
                    HTTP_ERR_RATE,
                    HTTP_FAIL_RATE,
                    BYTES_IN_RATE,
                    BYTES_OUT_RATE ->
                    null;
        };
    }
}
