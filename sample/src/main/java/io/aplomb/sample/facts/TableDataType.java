package io.aplomb.sample.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a stick table may store beside a key: manual keyword {@code stick-table ... store}. */
public enum TableDataType {
    SERVER_ID,
    SERVER_KEY,
    GPT0,
    GPT,
    GPC0,
    GPC0_RATE,
    GPC1,
    GPC1_RATE,
    GPC,
    GPC_RATE,
    CONN_CNT,
    CONN_CUR,
    CONN_RATE,
    SESS_CNT,
    SESS_RATE,
    HTTP_REQ_CNT,
    HTTP_REQ_RATE,
    HTTP_ERR_CNT,
    HTTP_ERR_RATE,
    HTTP_FAIL_CNT,
    HTTP_FAIL_RATE,
    BYTES_IN_CNT,
    BYTES_IN_RATE,
    BYTES_OUT_CNT,
    BYTES_OUT_RATE;

    private static final Map<String, TableDataType> BY_KEYWORD =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    TableDataType::keyword, Function.identity()));

    /** The word of the configuration: {@code conn_cur}. */
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it counts events over a period. */
    public boolean isRate() {
        return name().endsWith("_RATE");
    }

    /** Whether it is an array, declared with its size: gpt, gpc, gpc_rate. */
    public boolean isArray() {
        return this == GPT || this == GPC || this == GPC_RATE;
    }

    /** The type of this word of the configuration, or null. */
    public static @Nullable TableDataType of(String keyword) {
        return BY_KEYWORD.get(keyword);
    }
}
