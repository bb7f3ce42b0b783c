package io.aplomb.formats.haproxy.keyword;

import io.aplomb.formats.haproxy.syntax.SectionKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a keyword stands: the sections, and the places inside a statement. */
public enum Scope {
    GLOBAL("keywords of global"),
    PROXY("keywords of defaults, frontend, listen, backend"),
    BIND("options of bind"),
    SERVER("options of server and default-server"),
    BALANCE("algorithms of balance"),
    HASH_TYPE("methods of hash-type"),
    HASH_FUNCTION("functions of hash-type"),
    HTTP_REQUEST("actions of http-request"),
    HTTP_RESPONSE("actions of http-response"),
    HTTP_AFTER_RESPONSE("actions of http-after-response"),
    TCP_REQUEST_CONNECTION("actions of tcp-request connection"),
    TCP_REQUEST_SESSION("actions of tcp-request session"),
    TCP_REQUEST_CONTENT("actions of tcp-request content"),
    TCP_RESPONSE_CONTENT("actions of tcp-response content"),
    QUIC_INITIAL("actions of quic-initial"),
    SERVICE("services of use-service"),
    FILTER("filters"),
    ACL_FLAG("flags of acl"),
    ACL_MATCH("matching methods of acl -m"),
    ACL_CRITERION("criteria of acl that are no sample fetches"),
    PREDEFINED_ACL("predefined ACLs"),
    FETCH("sample fetches"),
    CONVERTER("sample converters"),
    LOG_VARIABLE("variables of log-format"),
    USERLIST("keywords of userlist"),
    PEERS("keywords of peers"),
    HTTP_ERRORS("keywords of http-errors"),
    RESOLVERS("keywords of resolvers"),
    CACHE("keywords of cache"),
    MAILERS("keywords of mailers"),
    PROGRAM("keywords of program"),
    RING("keywords of ring"),
    LOG_FORWARD("keywords of log-forward"),
    LOG_PROFILE("keywords of log-profile"),
    FCGI_APP("keywords of fcgi-app"),
    CRT_STORE("keywords of crt-store"),
    TRACES("keywords of traces"),
    ACME("keywords of acme");

    private final String title;

    Scope(String title) {
        this.title = title;
    }

    /** What the scope holds, for people. */
    public String title() {
        return title;
    }

    /** As written in the table: {@code tcp-request connection}. */
    public String label() {
        String words = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return words.startsWith("tcp-request-") || words.startsWith("tcp-response-")
                ? words.replaceFirst("^(tcp-[a-z]+)-", "$1 ")
                : words;
    }

    static Optional<Scope> ofLabel(String label) {
        return Arrays.stream(values()).filter(scope -> scope.label().equals(label)).findFirst();
    }

    /** The scope of the statements of a section. */
    public static Scope of(SectionKind kind) {
        return switch (kind) {
            case GLOBAL -> GLOBAL;
            case DEFAULTS, FRONTEND, BACKEND, LISTEN -> PROXY;
            case PEERS -> PEERS;
            case MAILERS -> MAILERS;
            case RESOLVERS -> RESOLVERS;
            case USERLIST -> USERLIST;
            case CACHE -> CACHE;
            case PROGRAM -> PROGRAM;
            case RING -> RING;
            case HTTP_ERRORS -> HTTP_ERRORS;
            case FCGI_APP -> FCGI_APP;
            case LOG_FORWARD -> LOG_FORWARD;
            case LOG_PROFILE -> LOG_PROFILE;
            case CRT_STORE -> CRT_STORE;
            case TRACES -> TRACES;
            case ACME -> ACME;
        };
    }

    /** The scope of the second or third word of a rule, such as {@code http-request deny}. */
    public static Optional<Scope> ofActions(String keyword) {
        return switch (keyword) {
            case "http-request" -> Optional.of(HTTP_REQUEST);
            case "http-response" -> Optional.of(HTTP_RESPONSE);
            case "http-after-response" -> Optional.of(HTTP_AFTER_RESPONSE);
            case "tcp-request connection" -> Optional.of(TCP_REQUEST_CONNECTION);
            case "tcp-request session" -> Optional.of(TCP_REQUEST_SESSION);
            case "tcp-request content" -> Optional.of(TCP_REQUEST_CONTENT);
            case "tcp-response content" -> Optional.of(TCP_RESPONSE_CONTENT);
            case "quic-initial" -> Optional.of(QUIC_INITIAL);
            case "balance" -> Optional.of(BALANCE);
            case "filter" -> Optional.of(FILTER);
            default -> Optional.empty();
        };
    }
}
