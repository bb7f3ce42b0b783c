package io.aplomb.sample.fetch;

import io.aplomb.http.HttpHead;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.facts.Payload;
import org.jspecify.annotations.Nullable;

/** Which of the two messages a fetch reads. */
enum Direction {
    REQUEST(Requirement.REQUEST_HEAD, Requirement.REQUEST_PAYLOAD, Requirement.REQUEST_BODY),
    RESPONSE(Requirement.RESPONSE_HEAD, Requirement.RESPONSE_PAYLOAD, Requirement.RESPONSE_BODY),
    /** The response once there is one, else the request: the fetches without a prefix. */
    CURRENT(Requirement.STREAM, Requirement.STREAM, Requirement.STREAM);

    final Requirement head;
    final Requirement payload;
    final Requirement body;

    Direction(Requirement head, Requirement payload, Requirement body) {
        this.head = head;
        this.payload = payload;
        this.body = body;
    }

    @Nullable HttpHead head(SampleContext context) {
        return switch (this) {
            case REQUEST -> context.requestHead();
            case RESPONSE -> context.responseHead();
            case CURRENT -> {
                HttpHead response = context.responseHead();
                yield response == null ? context.requestHead() : response;
            }
        };
    }

    @Nullable Payload payload(SampleContext context) {
        return switch (this) {
            case REQUEST -> context.requestPayload();
            case RESPONSE -> context.responsePayload();
            case CURRENT -> {
                Payload response = context.responsePayload();
                yield response == null ? context.requestPayload() : response;
            }
        };
    }

    @Nullable Payload body(SampleContext context) {
        return this == RESPONSE ? context.responseBody() : context.requestBody();
    }

    boolean mayGrow(SampleContext context) {
        Payload payload = payload(context);
        return payload == null || !payload.complete();
    }
}
