package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** What was kept of a request and its response for logs and later rules. */
public interface Captures {

    /** The request line as it came, null when none was read. */
    @Nullable String requestLine();

    /** Text of a request slot ({@code capture request header}), null when empty. */
    @Nullable String request(int slot);

    /** Text of a response slot, null when empty. */
    @Nullable String response(int slot);

    /** How many request slots there are. */
    int requestSlots();

    /** How many response slots there are. */
    int responseSlots();

    /** Fills a request slot; longer text than the slot is cut. */
    void captureRequest(int slot, String text);

    /** Fills a response slot; longer text than the slot is cut. */
    void captureResponse(int slot, String text);
}
