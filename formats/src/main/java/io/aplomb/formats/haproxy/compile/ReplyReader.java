package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.model.proxy.Reply;
import io.aplomb.sample.Octets;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.ConditionParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer: {@code [status N] [content-type T] [BODY] [hdr NAME FORMAT]...} (manual 4.2
 * "http-request return").
 */
final class ReplyReader {

    private static final int LEAST_STATUS = 200;
    private static final int MOST_STATUS = 599;

    private static final List<String> WORDS =
            List.of(
                    "status",
                    "content-type",
                    "default-errorfiles",
                    "errorfile",
                    "errorfiles",
                    "file",
                    "lf-file",
                    "string",
                    "lf-string",
                    "hdr");

    private final Load load;
    private final ErrorDirectives errors;

    ReplyReader(Load load, ErrorDirectives errors) {
        this.load = load;
        this.errors = errors;
    }

    /**
     * Reads one, up to the condition.
     *
     * @param plain the body when none is given
     */
    Reply read(Line line, int defaultStatus, Reply.Body plain, UsePoint point) throws Refusal {
        Reading reading = new Reading(line, point, defaultStatus);
        while (line.hasNext() && !ConditionParser.isStart(line.peek())) {
            reading.parameter(line.take("a parameter"));
        }
        return reading.finish(plain);
    }

    private final class Reading {
        private final Line line;
        private final UsePoint point;
        private int status;

        /**
         * Without a body given, {@code status} alone means none, {@code deny_status} the usual one.
         */
        private boolean bare;

        private @Nullable String contentType;
        private Reply.@Nullable Body body;
        private @Nullable Word bodyAt;
        private final List<Reply.Field> fields = new ArrayList<>();

        Reading(Line line, UsePoint point, int defaultStatus) {
            this.line = line;
            this.point = point;
            this.status = defaultStatus;
        }

        void parameter(Word word) throws Refusal {
            switch (word.text()) {
                case "deny_status" -> status = status();
                case "status" -> {
                    status = status();
                    bare = true;
                }
                case "content-type" -> contentType = line.text("a content type");
                case "hdr" -> {
                    String name = line.text("a header name");
                    Word value = line.take("a value");
                    fields.add(
                            new Reply.Field(name, load.expressions().format(line, value, point)));
                }
                default -> body(word);
            }
        }

        private int status() throws Refusal {
            return line.integer("a status", LEAST_STATUS, MOST_STATUS);
        }

        private void body(Word word) throws Refusal {
            if (body != null) {
                throw line.error(word, "the answer has two bodies");
            }
            bodyAt = word;
            body =
                    switch (word.text()) {
                        case "default-errorfiles" -> new Reply.Body.DefaultErrors();
                        case "errorfile" -> raw(line.take("a file"));
                        case "errorfiles" -> group(line.take("an 'http-errors' section"));
                        case "file" ->
                                new Reply.Body.Fixed(load.paths().bytes(line, line.take("a file")));
                        case "string" ->
                                new Reply.Body.Fixed(Bytes.of(Octets.of(line.text("a text"))));
                        case "lf-string" ->
                                new Reply.Body.Computed(
                                        load.expressions()
                                                .format(line, line.take("a log format"), point));
                        case "lf-file" -> computedFile(line.take("a file"));
                        default -> throw line.unknown(word, "parameter of the answer", WORDS);
                    };
        }

        private Reply.Body raw(Word path) throws Refusal {
            return new Reply.Body.RawMessage(
                    path.is("/dev/null") ? Bytes.EMPTY : load.paths().bytes(line, path));
        }

        private Reply.Body computedFile(Word path) throws Refusal {
            String text = Octets.text(load.paths().bytes(line, path).toArray());
            return new Reply.Body.Computed(load.expressions().format(line, path, text, point));
        }

        private Reply.Body group(Word name) throws Refusal {
            ErrorReply reply = errors.group(line, name).get(status);
            if (reply instanceof ErrorReply.Raw(Bytes message)) {
                return new Reply.Body.RawMessage(message);
            }
            return new Reply.Body.DefaultErrors();
        }

        Reply finish(Reply.Body plain) throws Refusal {
            Reply.Body chosen = body == null ? (bare ? new Reply.Body.Empty() : plain) : body;
            boolean payload =
                    chosen instanceof Reply.Body.Computed
                            || (chosen instanceof Reply.Body.Fixed(Bytes bytes)
                                    && bytes.length() > 0);
            if (payload && contentType == null && bodyAt != null) {
                throw line.error(
                        bodyAt,
                        "the answer has a body and no content type",
                        "write before it: content-type text/plain");
            }
            if (chosen instanceof Reply.Body.DefaultErrors
                    && !ErrorDirectives.STATUSES.contains(status)) {
                line.warning(
                        line.keyword(),
                        "no error file can be given for status %d: its answer has no body"
                                .formatted(status));
                chosen = new Reply.Body.Empty();
            }
            return new Reply(status, payload ? contentType : null, chosen, fields);
        }
    }
}
