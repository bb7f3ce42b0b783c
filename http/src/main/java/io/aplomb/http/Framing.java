package io.aplomb.http;

/**
 * Decides how a body is framed from parsed heads: RFC 9112 section 6.3, whose numbered rules are
 * cited at each line. Uses the facts of the parse ({@link HttpHead#contentLength()}, {@link
 * HttpHead#isChunked()}), so edits of the fields afterwards do not change the decision.
 */
public final class Framing {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private Framing() {}

    /** How the body of a request is framed. */
    public static BodyKind ofRequest(HttpHead request) {
        if (request.isChunked()) {
            return BodyKind.CHUNKED; // rule 4
        }
        return request.contentLength() > 0 ? BodyKind.LENGTH : BodyKind.NONE; // rules 6 and 7
    }

    /**
     * How the body of a response is framed.
     *
     * @param requestMethod the method of the request it answers
     */
    public static BodyKind ofResponse(HttpHead response, HttpMethod requestMethod) {
        int status = response.status();
        if (status == SWITCHING_PROTOCOLS) {
            return BodyKind.TUNNEL; // RFC 9110 section 15.2.2
        }
        if (requestMethod == HttpMethod.HEAD
                || status < 200
                || status == NO_CONTENT
                || status == NOT_MODIFIED) {
            return BodyKind.NONE; // rule 1
        }
        if (requestMethod == HttpMethod.CONNECT && status < 300) {
            return BodyKind.TUNNEL; // rule 2
        }
        if (response.hasTransferEncoding()) {
            return response.isChunked() ? BodyKind.CHUNKED : BodyKind.UNTIL_CLOSE; // rule 4
        }
        return switch (Long.signum(response.contentLength())) {
            case 0 -> BodyKind.NONE; // rule 6
            case 1 -> BodyKind.LENGTH; // rule 6
            default -> BodyKind.UNTIL_CLOSE; // rule 8
        };
    }
}
