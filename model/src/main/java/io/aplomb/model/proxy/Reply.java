package io.aplomb.model.proxy;

import io.aplomb.base.Bytes;
import io.aplomb.sample.log.LogFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer the proxy makes itself ({@code http-request return|deny ...}).
 *
 * @param contentType null when there is no body
 */
public record Reply(int status, @Nullable String contentType, Body body, List<Field> fields) {

    public Reply {
        fields = List.copyOf(fields);
    }

    /** A header and how its value is computed. */
    public record Field(String name, LogFormat value) {}

    /** What follows the head. */
    public sealed interface Body {
        /** No payload. */
        record Empty() implements Body {}

        /** {@code file}, {@code string}. */
        record Fixed(Bytes bytes) implements Body {}

        /** {@code lf-file}, {@code lf-string}. */
        record Computed(LogFormat format) implements Body {}

        /** {@code errorfile}: head and payload from the file. */
        record RawMessage(Bytes message) implements Body {}

        /** The proxy's own error answer of that status, {@code errorfile}s included. */
        record DefaultErrors() implements Body {}
    }
}
