package io.aplomb.proxy.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aplomb.http.HttpHead;
import io.aplomb.sample.facts.Captures;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request and its response for the log (manual 8.8), cut to the length each slot
 * was declared with.
 */
public final class StreamCaptures implements Captures {

    /** {@code " HTTP/1.1"}. */
    private static final int VERSION_LENGTH = 9;

    private static final String[] NO_TEXT = {};
    private static final int[] NO_LENGTHS = {};

    private int[] requestLengths = NO_LENGTHS;
    private int[] responseLengths = NO_LENGTHS;
    private @Nullable String[] request = NO_TEXT;
    private @Nullable String[] response = NO_TEXT;
    private @Nullable String requestLine;
    private @Nullable HttpHead requestHead;
    private int lineOffset;
    private int lineLength;
    private @Nullable String requestCookie;
    private @Nullable String responseCookie;

    /** Declares the slots of a frontend. */
    void declare(int[] requestSlotLengths, int[] responseSlotLengths) {
        requestLengths = requestSlotLengths;
        responseLengths = responseSlotLengths;
        request = requestSlotLengths.length == 0 ? NO_TEXT : new String[requestSlotLengths.length];
        response =
                responseSlotLengths.length == 0 ? NO_TEXT : new String[responseSlotLengths.length];
    }

    void clear() {
        Arrays.fill(request, null);
        Arrays.fill(response, null);
        requestLine = null;
        requestHead = null;
        requestCookie = null;
        responseCookie = null;
    }

    /**
     * Where the request line stands in a head. Edits leave these bytes alone, so the text is made
     * only when somebody asks for it.
     */
    void requestLine(HttpHead head, int maxLength) {
        requestHead = head;
        lineOffset = head.targetOffset() - head.method().length() - 1;
        int end = head.targetOffset() + head.targetLength() + VERSION_LENGTH;
        lineLength = Math.min(maxLength, end - lineOffset);
    }

    public void requestCookie(String text) {
        requestCookie = text;
    }

    public void responseCookie(String text) {
        responseCookie = text;
    }

    /** The client's captured cookie with its name, null when it sent none. */
    public @Nullable String requestCookie() {
        return requestCookie;
    }

    /** The server's captured cookie with its name, null when it set none. */
    public @Nullable String responseCookie() {
        return responseCookie;
    }

    @Override
    public @Nullable String requestLine() {
        HttpHead head = requestHead;
        if (requestLine == null && head != null && lineOffset >= 0) {
            requestLine = new String(head.array(), lineOffset, lineLength, ISO_8859_1);
        }
        return requestLine;
    }

    @Override
    public @Nullable String request(int slot) {
        return slot >= 0 && slot < request.length ? request[slot] : null;
    }

    @Override
    public @Nullable String response(int slot) {
        return slot >= 0 && slot < response.length ? response[slot] : null;
    }

    @Override
    public int requestSlots() {
        return request.length;
    }

    @Override
    public int responseSlots() {
        return response.length;
    }

    @Override
    public void captureRequest(int slot, String text) {
        if (slot >= 0 && slot < request.length) {
            request[slot] = cut(text, requestLengths[slot]);
        }
    }

    @Override
    public void captureResponse(int slot, String text) {
        if (slot >= 0 && slot < response.length) {
            response[slot] = cut(text, responseLengths[slot]);
        }
    }

    static String cut(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }
}
