package io.aplomb.proxy.reply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The error answers of HAProxy 2.6, texts included, as recorded from it. */
final class BuiltInErrors {

    private static final Map<Integer, BuiltInError> BY_STATUS = new HashMap<>();

    /**
     * One answer.
     *
     * @param raw the whole message as it is sent where no HTTP exchange has begun
     */
    record BuiltInError(int status, String reason, byte[] body, byte[] raw) {}

    static {
        add(200, "OK", "Service ready.");
        add(400, "Bad request", "Your browser sent an invalid request.");
        add(401, "Unauthorized", "You need a valid user and password to access this content.");
        add(403, "Forbidden", "Request forbidden by administrative rules.");
        add(404, "Not Found", "The resource could not be found.");
        add(
                405,
                "Method Not Allowed",
                "A request was made of a resource using a request method not supported by that"
                        + " resource");
        add(407, "Unauthorized", "You need a valid user and password to access this content.");
        add(408, "Request Time-out", "Your browser didn't send a complete request in time.");
        add(410, "Gone", "The resource is no longer available and will not be available again.");
        add(413, "Payload Too Large", "The request entity exceeds the maximum allowed.");
        add(421, "Misdirected Request", "Request sent to a non-authoritative server.");
        add(422, "Unprocessable Content", "The server cannot process the contained instructions.");
        add(425, "Too Early", "Your browser sent early data.");
        add(429, "Too Many Requests", "You have sent too many requests in a given amount of time.");
        add(500, "Internal Server Error", "An internal server error occurred.");
        add(
                501,
                "Not Implemented",
                ".The server does not support the functionality required to fulfill the request.");
        add(502, "Bad Gateway", "The server returned an invalid or incomplete response.");
        add(503, "Service Unavailable", "No server is available to handle this request.");
        add(504, "Gateway Time-out", "The server didn't respond in time.");
    }

    private BuiltInErrors() {}

    /** The answer of that status, or null when there is none. */
    static @Nullable BuiltInError of(int status) {
        return BY_STATUS.get(status);
    }

    private static void add(int status, String reason, String text) {
        String title = status + " " + reason;
        String body = "<html><body><h1>" + title + "</h1>\n" + text + "\n</body></html>\n";
        String head =
                "HTTP/1.1 "
                        + title
                        + "\r\nContent-length: "
                        + body.length()
                        + "\r\nCache-Control: no-cache\r\nConnection: close\r\n"
                        + "Content-Type: text/html\r\n\r\n";
        BY_STATUS.put(
                status,
                new BuiltInError(
                        status,
                        reason,
                        body.getBytes(ISO_8859_1),
                        (head + body).getBytes(ISO_8859_1)));
    }
}
