package io.aplomb.sample.log;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Variables of log formats: the table of manual section 8.2.6. */
public enum LogVariable {
    BYTES_TO_CLIENT("B"),
    REQUEST_COOKIE("CC"),
    RESPONSE_COOKIE("CS"),
    HOST_NAME("H"),
    HTTP_METHOD("HM", true),
    HTTP_URI_WITHOUT_QUERY("HP", true),
    HTTP_PATH("HPO", true),
    HTTP_QUERY("HQ", true),
    HTTP_URI("HU", true),
    HTTP_VERSION("HV", true),
    UNIQUE_ID("ID"),
    STATUS("ST"),
    ACCEPT_DATE_GMT("T"),
    ACTIVE_TIME("Ta", true),
    CONNECT_TIME("Tc"),
    DATA_TIME("Td"),
    ACCEPT_DATE_LOCAL("Tl"),
    HANDSHAKE_TIME("Th"),
    IDLE_TIME("Ti", true),
    QUERY_TIME("Tq", true),
    REQUEST_TIME("TR", true),
    RESPONSE_TIME("Tr", true),
    TIMESTAMP("Ts"),
    TOTAL_TIME("Tt"),
    USER_TIME("Tu"),
    QUEUE_TIME("Tw"),
    BYTES_FROM_CLIENT("U"),
    PROCESS_CONNECTIONS("ac"),
    BACKEND_NAME("b"),
    BACKEND_CONNECTIONS("bc"),
    BACKEND_SOURCE_IP("bi"),
    BACKEND_SOURCE_PORT("bp"),
    BACKEND_QUEUE("bq"),
    CLIENT_IP("ci"),
    CLIENT_PORT("cp"),
    FRONTEND_NAME("f"),
    FRONTEND_CONNECTIONS("fc"),
    FRONTEND_IP("fi"),
    FRONTEND_PORT("fp"),
    FRONTEND_NAME_TRANSPORT("ft"),
    LOG_COUNTER("lc"),
    REQUEST_HEADERS("hr"),
    REQUEST_HEADER_LIST("hrl"),
    RESPONSE_HEADERS("hs"),
    RESPONSE_HEADER_LIST("hsl"),
    MILLISECONDS("ms"),
    /** Sets the flags of all that follows; prints nothing. */
    OPTIONS("o"),
    PID("pid"),
    REQUEST_LINE("r", true),
    RETRIES("rc"),
    REQUEST_COUNTER("rt"),
    SERVER_NAME("s"),
    SERVER_CONNECTIONS("sc"),
    SERVER_IP("si"),
    SERVER_PORT("sp"),
    SERVER_QUEUE("sq"),
    TLS_CIPHER("sslc"),
    TLS_VERSION("sslv"),
    ACCEPT_DATE("t"),
    REQUEST_DATE("tr", true),
    REQUEST_DATE_GMT("trg", true),
    REQUEST_DATE_LOCAL("trl", true),
    TERMINATION_STATE("ts"),
    TERMINATION_STATE_COOKIE("tsc");

    private static final Map<String, LogVariable> BY_WORD =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(LogVariable::word, Function.identity()));

    private final String word;
    private final boolean http;

    LogVariable(String word) {
        this(word, false);
    }

    LogVariable(String word, boolean http) {
        this.word = word;
        this.http = http;
    }

    /** What follows the percent sign. */
    public String word() {
        return word;
    }

    /** Whether it makes sense in HTTP mode only. */
    public boolean needsHttp() {
        return http;
    }

    /** The variable of this word, or null. */
    static @Nullable LogVariable of(String word) {
        return BY_WORD.get(word);
    }
}
