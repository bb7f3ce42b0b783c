package io.aplomb.http;

/**
 * The compliance table: everything a message can do wrong, with the section it violates, one
 * sentence, and what each {@link Compliance} mode does about it. A refused request is answered with
 * {@link #status()} and its connection closed; a refused response makes the proxy answer 502 (RFC
 * 9112 section 9.2 and 11.2).
 */
public enum Violation {
    // Start line of a request.
    METHOD_INVALID(Where.REQUEST, "RFC 9112 3.1", "The method is not a token.", Rule.NEVER),
    REQUEST_LINE_EXTRA_SPACE(
            Where.REQUEST,
            "RFC 9112 3",
            "The parts of the request line are not separated by exactly one space.",
            Rule.RELAXED),
    TARGET_CONTROL_CHARACTER(
            Where.REQUEST, "RFC 9112 3.2", "The target has a control character.", Rule.NEVER),
    TARGET_NON_ASCII(Where.REQUEST, "RFC 3986 2", "The target has a byte above 127.", Rule.RELAXED),
    TARGET_FRAGMENT(Where.REQUEST, "RFC 9112 3.2", "The target has a fragment.", Rule.RELAXED),
    TARGET_FORM_INVALID(
            Where.REQUEST,
            "RFC 9112 3.2",
            "The target is in none of the four forms, or not in one its method allows.",
            Rule.NEVER),
    ASTERISK_FORM_WITHOUT_OPTIONS(
            Where.REQUEST,
            "RFC 9112 3.2.4",
            "The target is * but the method is not OPTIONS.",
            Rule.RELAXED),
    AUTHORITY_USERINFO(
            Where.REQUEST,
            "RFC 9110 4.2.4",
            "The target names a user, which can hide the host.",
            Rule.RELAXED),
    AUTHORITY_INVALID(
            Where.REQUEST, "RFC 3986 3.2", "The target's host or port is malformed.", Rule.NEVER),
    AUTHORITY_DIFFERS_FROM_HOST(
            Where.REQUEST,
            "RFC 9112 3.2.2",
            "The target names one host, the Host field another.",
            Rule.RELAXED),
    VERSION_MISSING(
            Where.REQUEST,
            "RFC 9112 3",
            "The request line has no version (HTTP/0.9).",
            Rule.RELAXED),
    HTTP2_PREFACE(
            Where.REQUEST,
            "RFC 9113 3.4",
            "The client speaks HTTP/2 where HTTP/1.1 is expected.",
            Rule.NEVER),

    // Start line of both.
    VERSION_INVALID(
            Where.BOTH, "RFC 9112 2.3", "The version is not HTTP/ digit . digit.", Rule.NEVER),
    VERSION_UNSUPPORTED(Where.BOTH, "RFC 9110 2.5", "The major version is not 1.", Rule.NEVER),

    // Start line of a response.
    STATUS_INVALID(
            Where.RESPONSE,
            "RFC 9112 4",
            "The status is not a number of three digits from 100.",
            Rule.NEVER),
    STATUS_LINE_EXTRA_SPACE(
            Where.RESPONSE,
            "RFC 9112 4",
            "More than one space comes before the status.",
            Rule.RELAXED),
    STATUS_LINE_WITHOUT_REASON_SPACE(
            Where.RESPONSE,
            "RFC 9112 4",
            "No space follows the status; common, and harmless.",
            Rule.ALWAYS),
    REASON_CONTROL_CHARACTER(
            Where.RESPONSE, "RFC 9112 4", "The reason has a control character.", Rule.RELAXED),

    // Field lines.
    BARE_LF(
            Where.REQUEST,
            "RFC 9112 2.2",
            "A line ends with LF without CR before it.",
            Rule.RELAXED),
    BARE_LF_IN_RESPONSE(
            Where.RESPONSE,
            "RFC 9112 2.2",
            "A line ends with LF without CR before it; sent on with both.",
            Rule.ALWAYS),
    BARE_CR(Where.BOTH, "RFC 9112 2.2", "A CR is not followed by LF.", Rule.NEVER),
    WHITESPACE_BEFORE_FIRST_FIELD(
            Where.BOTH,
            "RFC 9112 2.2",
            "Whitespace stands between the start line and the first field.",
            Rule.NEVER),
    FIELD_NAME_EMPTY(Where.BOTH, "RFC 9112 5.1", "A field has no name.", Rule.NEVER),
    FIELD_NAME_INVALID(
            Where.BOTH,
            "RFC 9110 5.1",
            "A field name has a character that no token has.",
            Rule.RELAXED),
    FIELD_NAME_CONTROL_CHARACTER(
            Where.BOTH, "RFC 9110 5.1", "A field name has a control character.", Rule.NEVER),
    FIELD_WITHOUT_COLON(Where.BOTH, "RFC 9112 5", "A field line has no colon.", Rule.NEVER),
    SPACE_BEFORE_COLON(
            Where.BOTH,
            "RFC 9112 5.1",
            "Whitespace stands between a field name and its colon.",
            Rule.NEVER),
    FIELD_VALUE_NUL(Where.BOTH, "RFC 9110 5.5", "A field value has a NUL byte.", Rule.NEVER),
    FIELD_VALUE_CONTROL_CHARACTER(
            Where.BOTH, "RFC 9110 5.5", "A field value has a control character.", Rule.RELAXED),
    OBS_FOLD(
            Where.REQUEST,
            "RFC 9112 5.2",
            "A field value continues on the next line.",
            Rule.RELAXED),
    OBS_FOLD_IN_RESPONSE(
            Where.RESPONSE,
            "RFC 9112 5.2",
            "A field value continues on the next line; sent on as one line.",
            Rule.ALWAYS),
    OBS_FOLD_IN_FRAMING_FIELD(
            Where.BOTH,
            "RFC 9112 5.2",
            "The value of a field that frames or routes the message continues on the next line.",
            Rule.NEVER),
    HEAD_TOO_LARGE(
            Where.BOTH,
            "RFC 9110 5.4",
            "The head is longer than the buffer less its reserve.",
            Rule.NEVER),
    TOO_MANY_FIELDS(
            Where.BOTH, "RFC 9110 5.4", "The head has more fields than allowed.", Rule.NEVER),

    // Host.
    HOST_MISSING(
            Where.REQUEST, "RFC 9112 3.2", "An HTTP/1.1 request has no Host field.", Rule.RELAXED),
    HOST_REPEATED(
            Where.REQUEST,
            "RFC 9112 3.2",
            "The Host field is there twice with the same value.",
            Rule.RELAXED),
    HOST_CONFLICT(
            Where.REQUEST, "RFC 9112 3.2", "Two Host fields have different values.", Rule.NEVER),
    HOST_INVALID(
            Where.REQUEST,
            "RFC 9112 3.2",
            "The Host field is not a host with an optional port.",
            Rule.RELAXED),

    // Framing.
    CONTENT_LENGTH_INVALID(
            Where.BOTH,
            "RFC 9112 6.3",
            "The Content-Length is not a decimal number that fits 63 bits.",
            Rule.NEVER),
    CONTENT_LENGTH_REPEATED_IN_REQUEST(
            Where.REQUEST,
            "RFC 9112 6.3",
            "The Content-Length is there more than once with the same value.",
            Rule.RELAXED),
    CONTENT_LENGTH_REPEATED_IN_RESPONSE(
            Where.RESPONSE,
            "RFC 9112 6.3",
            "The Content-Length is there more than once with the same value; reduced to one.",
            Rule.ALWAYS),
    CONTENT_LENGTH_CONFLICT(
            Where.BOTH, "RFC 9112 6.3", "Two Content-Length values differ.", Rule.NEVER),
    CONTENT_LENGTH_WITH_TRANSFER_ENCODING(
            Where.BOTH,
            "RFC 9112 6.3",
            "Content-Length comes with Transfer-Encoding; removed, and the connection ends after.",
            Rule.ALWAYS),
    TRANSFER_ENCODING_IN_HTTP_1_0(
            Where.BOTH, "RFC 9112 6.1", "An HTTP/1.0 message has a Transfer-Encoding.", Rule.NEVER),
    TRANSFER_ENCODING_NOT_CHUNKED_LAST(
            Where.REQUEST,
            "RFC 9112 6.3",
            "The last transfer coding of a request is not chunked.",
            Rule.NEVER),
    TRANSFER_ENCODING_CHUNKED_REPEATED(
            Where.BOTH,
            "RFC 9112 6.1",
            "Chunked is applied more than once or before another coding.",
            Rule.NEVER),
    TRANSFER_CODING_UNSUPPORTED(
            Where.BOTH,
            "RFC 9112 6.1",
            "A transfer coding other than chunked is applied before it.",
            Rule.NEVER,
            422),
    TRANSFER_ENCODING_INVALID(
            Where.BOTH,
            "RFC 9112 6.1",
            "The Transfer-Encoding is not a list of tokens.",
            Rule.NEVER),

    // Chunked bodies.
    CHUNK_SIZE_INVALID(
            Where.BOTH, "RFC 9112 7.1", "A chunk size is not a hexadecimal number.", Rule.NEVER),
    CHUNK_SIZE_TOO_LARGE(
            Where.BOTH, "RFC 9112 7.1", "A chunk size is beyond any limit.", Rule.NEVER),
    CHUNK_SIZE_TRAILING_SPACE(
            Where.BOTH,
            "RFC 9112 7.1",
            "Whitespace follows a chunk size that has no extension.",
            Rule.RELAXED),
    CHUNK_EXTENSION_INVALID(
            Where.BOTH, "RFC 9112 7.1.1", "A chunk extension has a control character.", Rule.NEVER),
    CHUNK_EXTENSION_TOO_LARGE(
            Where.BOTH,
            "RFC 9112 7.1.1",
            "The chunk extensions are out of proportion to the data.",
            Rule.NEVER),
    CHUNK_LINE_END_INVALID(
            Where.BOTH,
            "RFC 9112 7.1",
            "A chunk size or its data does not end in CRLF.",
            Rule.NEVER),
    TRAILER_INVALID(Where.BOTH, "RFC 9112 7.1.2", "A trailer is not a field line.", Rule.NEVER),
    TRAILER_FRAMING_FIELD(
            Where.BOTH,
            "RFC 9110 6.5.1",
            "A trailer is a field that frames or routes messages.",
            Rule.NEVER),
    TRAILERS_TOO_LARGE(
            Where.BOTH, "RFC 9110 5.4", "The trailers are longer than allowed.", Rule.NEVER);

    /** Which messages a row is about. */
    public enum Where {
        REQUEST,
        RESPONSE,
        BOTH
    }

    /** In which modes a row is let pass. */
    public enum Rule {
        /** Refused in every mode. */
        NEVER,
        /** Refused by {@link Compliance#STRICT}, tolerated by {@link Compliance#RELAXED}. */
        RELAXED,
        /** Tolerated in every mode, repaired where the sentence says so. */
        ALWAYS
    }

    private static final int BAD_REQUEST = 400;

    private final Where where;
    private final String section;
    private final String sentence;
    private final Rule rule;
    private final int status;

    Violation(Where where, String section, String sentence, Rule rule) {
        this(where, section, sentence, rule, BAD_REQUEST);
    }

    Violation(Where where, String section, String sentence, Rule rule, int status) {
        this.where = where;
        this.section = section;
        this.sentence = sentence;
        this.rule = rule;
        this.status = status;
    }

    public Where where() {
        return where;
    }

    /** The section violated, like {@code RFC 9112 6.3}. */
    public String section() {
        return section;
    }

    /** What is wrong, as one English sentence. */
    public String sentence() {
        return sentence;
    }

    public Rule rule() {
        return rule;
    }

    /** The status a refused request is answered with. A refused response is always a 502. */
    public int status() {
        return status;
    }

    public boolean isRefusedBy(Compliance compliance) {
        return switch (rule) {
            case NEVER -> true;
            case RELAXED -> compliance == Compliance.STRICT;
            case ALWAYS -> false;
        };
    }

    /** One bit for each row, for {@link HttpHead#toleratedViolations()}. */
    public long bit() {
        return 1L << ordinal();
    }
}
