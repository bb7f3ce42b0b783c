package io.aplomb.proxy.check;

import io.aplomb.http.Compliance;
import io.aplomb.http.FieldName;
import io.aplomb.http.HeadLimits;
import io.aplomb.http.HeadParser;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.health.HttpExpectation;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.log.LogFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests and expectations of {@code option httpchk}. One per check. */
final class HttpConversation {

    private static final int NOT_FOUND = 404;

    private final SampleContext context;
    private final CheckPlan plan;
    private HttpExpectation.@Nullable Answer answer;
    private @Nullable CheckResult result;
    private boolean headOnly;

    HttpConversation(SampleContext context, CheckPlan plan) {
        this.context = context;
        this.plan = plan;
    }

    /** Sends a request; what was answered to a former one is forgotten. */
    void send(CheckConnection connection, CheckStep.HttpSend step) throws CheckFailure {
        answer = null;
        headOnly = step.method().equals("HEAD");
        String body = step.body() == null ? "" : render(step.body());
        HttpHead head = new HttpHead();
        int minor = step.version().endsWith("/1.1") ? 1 : 0;
        head.startRequest(step.method(), render(step.uri()), minor);
        for (CheckStep.Field field : step.fields()) {
            head.add(field.name(), render(field.value()));
        }
        String state = plan.stateHeader();
        if (state != null) {
            head.add(ServerStateHeader.NAME, state);
        }
        if (!head.contains(FieldName.CONNECTION)) {
            // One request per connection, unless the script says otherwise.
            head.add("connection", "close");
        }
        if (!body.isEmpty() && !head.contains(FieldName.CONTENT_LENGTH)) {
            head.add("content-length", Integer.toString(octets(body).length));
        }
        ByteBuf out = Unpooled.buffer(head.encodedBytes() + body.length());
        head.encodeTo(out);
        out.writeBytes(octets(body));
        byte[] message = new byte[out.readableBytes()];
        out.readBytes(message);
        connection.send(message);
    }

    /** Compares the answer; the first expectation that is not met ends the check. */
    void expect(CheckConnection connection, CheckStep.Expect step, long elapsedMs)
            throws CheckFailure {
        HttpExpectation.Answer got = answered(connection, needsBody(step.expectation()), step);
        if (isStopping(got)) {
            result = stopping(got, elapsedMs);
            return;
        }
        CheckResult decided = decide(step, got, elapsedMs);
        if (decided.status() != CheckStatus.L7_OK) {
            LogFormat own = step.onError();
            throw new CheckFailure(
                    Statuses.named(step.errorStatus(), decided.status()),
                    decided.code(),
                    own == null ? decided.info() + StepText.comment(step.comment()) : render(own));
        }
        LogFormat success = step.onSuccess();
        result =
                new CheckResult(
                        Statuses.named(step.okStatus(), CheckStatus.L7_OK),
                        got.status(),
                        elapsedMs,
                        success == null ? decided.info() : render(success));
    }

    /** The result of the whole check: by status when nothing else was expected. */
    CheckResult conclude(CheckConnection connection, long elapsedMs) throws CheckFailure {
        if (result != null) {
            return result;
        }
        HttpExpectation.Answer got = answered(connection, false, null);
        return isStopping(got)
                ? stopping(got, elapsedMs)
                : HttpExpectation.byStatus(got, elapsedMs);
    }

    /** Manual 4.2 "http-check disable-on-404". */
    private boolean isStopping(HttpExpectation.Answer got) {
        return plan.stopsOn404() && got.status() == NOT_FOUND;
    }

    private static CheckResult stopping(HttpExpectation.Answer got, long elapsedMs) {
        return new CheckResult(CheckStatus.L7_OK_CONDITIONAL, got.status(), elapsedMs, "");
    }

    private CheckResult decide(CheckStep.Expect step, HttpExpectation.Answer got, long elapsedMs) {
        if (step.expectation() instanceof Expectation.TextFormat format) {
            Expectation plain =
                    new Expectation.Text(io.aplomb.base.Bytes.ofUtf8(render(format.text())));
            return io.aplomb.base.Check.present(
                    HttpExpectation.of(plain, step.negated(), got, elapsedMs), "text expectation");
        }
        CheckResult decided =
                HttpExpectation.of(step.expectation(), step.negated(), got, elapsedMs);
        return decided == null
                ? new CheckResult(
                        CheckStatus.L7_RESPONSE, got.status(), elapsedMs, "binary expectation")
                : decided;
    }

    private static boolean needsBody(Expectation expectation) {
        return expectation instanceof Expectation.Text
                || expectation instanceof Expectation.TextPattern
                || expectation instanceof Expectation.TextFormat;
    }

    private HttpExpectation.Answer answered(
            CheckConnection connection, boolean withBody, CheckStep.@Nullable Expect step)
            throws CheckFailure {
        if (answer == null) {
            try {
                answer = read(connection, withBody);
            } catch (SocketTimeoutException e) {
                CheckStatus status =
                        Statuses.named(
                                step == null ? null : step.timeoutStatus(), CheckStatus.L7_TIMEOUT);
                throw new CheckFailure(status, "");
            } catch (IOException e) {
                throw new CheckFailure(CheckStatus.SOCKET_ERROR, CheckConnection.words(e));
            }
        }
        return answer;
    }

    private HttpExpectation.Answer read(CheckConnection connection, boolean withBody)
            throws IOException, CheckFailure {
        byte[] buffer = new byte[plan.bufferBytes()];
        HttpHead head = new HttpHead();
        HeadParser parser = HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.RELAXED);
        ByteBuf in = Unpooled.wrappedBuffer(buffer).clear();
        HeadParser.Result parsed = HeadParser.Result.NEED_MORE;
        while (parsed == HeadParser.Result.NEED_MORE) {
            int read =
                    in.writerIndex() == buffer.length
                            ? -1
                            : connection.read(buffer, in.writerIndex());
            if (read < 0) {
                throw new CheckFailure(CheckStatus.L7_RESPONSE, "");
            }
            in.writerIndex(in.writerIndex() + read);
            parsed = parser.parse(in, head);
            if (parsed == HeadParser.Result.COMPLETE && head.status() / 100 == 1) {
                parser.reset();
                head.reset();
                parsed = parser.parse(in, head);
            }
        }
        if (parsed == HeadParser.Result.ERROR) {
            throw new CheckFailure(CheckStatus.L7_RESPONSE, "");
        }
        if (withBody && !headOnly) {
            readBody(connection, buffer, in, head.contentLength());
        }
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            fields.add(Map.entry(head.name(i), head.value(i)));
        }
        return new HttpExpectation.Answer(
                head.status(), head.reason(), fields, in.toString(StandardCharsets.ISO_8859_1));
    }

    /** To the end of the body, of the connection, or of the buffer. */
    private static void readBody(
            CheckConnection connection, byte[] buffer, ByteBuf in, long contentLength)
            throws IOException {
        while (in.writerIndex() < buffer.length
                && (contentLength < 0 || in.readableBytes() < contentLength)) {
            int read = connection.read(buffer, in.writerIndex());
            if (read < 0) {
                return;
            }
            in.writerIndex(in.writerIndex() + read);
        }
    }

    private String render(LogFormat format) {
        StringBuilder text = new StringBuilder();
        format.render(context, text);
        return text.toString();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
