package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.required;

import io.aplomb.http.HttpHead;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Parameter;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import org.jspecify.annotations.Nullable;

/** What was captured of a request and its response: manual section 7.3.6. */
final class CaptureFetches {

    private static final Parameter INDEX =
            required("idx", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE);

    private CaptureFetches() {}

    static void register(FetchTable table) {
        table.fetch("capture.req.hdr")
                .takes(INDEX)
                .reads(Requirement.STREAM)
                .compiledBy(
                        arguments -> {
                            int slot = (int) arguments.integer(0);
                            return context -> Value.ofNullable(context.captures().request(slot));
                        });
        table.fetch("capture.res.hdr")
                .takes(INDEX)
                .reads(Requirement.STREAM)
                .compiledBy(
                        arguments -> {
                            int slot = (int) arguments.integer(0);
                            return context -> Value.ofNullable(context.captures().response(slot));
                        });
        table.fetch("capture.req.method")
                .reads(Requirement.STREAM)
                .as(context -> Value.ofNullable(RequestLine.of(context).method()));
        table.fetch("capture.req.uri")
                .reads(Requirement.STREAM)
                .as(context -> Value.ofNullable(RequestLine.of(context).pathAndQuery()));
        table.fetch("capture.req.ver")
                .reads(Requirement.STREAM)
                .as(
                        context -> {
                            String version = RequestLine.of(context).version();
                            return version == null ? null : Value.of(version);
                        });
        table.fetch("capture.res.ver")
                .reads(Requirement.STREAM)
                .as(CaptureFetches::responseVersion);
    }

    private static @Nullable Value responseVersion(SampleContext context) {
        HttpHead head = context.responseHead();
        return head == null ? null : Value.of("HTTP/1." + head.minorVersion());
    }

    /** The captured request line, taken apart; all null without one. */
    private record RequestLine(
            @Nullable String method, @Nullable String pathAndQuery, @Nullable String version) {

        static RequestLine of(SampleContext context) {
            String line = context.captures().requestLine();
            if (line == null) {
                return new RequestLine(null, null, null);
            }
            String[] words = line.split(" ", -1);
            String target = words.length > 1 ? words[1] : null;
            return new RequestLine(
                    words[0],
                    target == null ? null : path(target),
                    words.length > 2 ? words[2] : "HTTP/1.0");
        }

        private static @Nullable String path(String target) {
            int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
            int slash = target.indexOf('/', scheme < 0 ? 0 : scheme + 3);
            return slash < 0 ? null : target.substring(slash);
        }
    }
}
