package io.aplomb.model.proxy;

import io.aplomb.base.Bytes;
import java.util.Map;

/**
 * What clients get for the statuses that the proxy itself answers ({@code errorfile}, {@code
 * errorloc}, {@code http-error}, {@code http-errors} sections). A status that is absent gets the
 * built-in answer.
 */
public record ErrorReplies(Map<Integer, ErrorReply> byStatus) {

    public static final ErrorReplies NONE = new ErrorReplies(Map.of());

    public ErrorReplies {
        byStatus = Map.copyOf(byStatus);
    }

    /** One replacement. */
    public sealed interface ErrorReply {
        /**
         * {@code errorfile}: a whole HTTP message as it stands in the file; empty closes silently.
         */
        record Raw(Bytes message) implements ErrorReply {}

        /** {@code errorloc302} and {@code errorloc303}. */
        record Location(int status, String url) implements ErrorReply {}

        /** {@code http-error status}. */
        record Computed(Reply reply) implements ErrorReply {}
    }
}
