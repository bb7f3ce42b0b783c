package io.aplomb.proxy.check;

import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.log.LogFormat;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** The sends and expectations of {@code tcp-check}. One per check. */
final class TcpConversation {

    private final SampleContext context;
    private final byte[] received;
    private int length;
    private boolean ended;
    private String successText = "";

    TcpConversation(SampleContext context, int bufferBytes) {
        this.context = context;
        this.received = new byte[bufferBytes];
    }

    /** A further connection: what the former one said is gone. */
    void startAnew() {
        length = 0;
        ended = false;
    }

    String successText() {
        return successText;
    }

    byte[] octetsOf(CheckStep.SendFormat send) throws CheckFailure {
        String text = render(send.data());
        if (!send.binary()) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new CheckFailure(
                    CheckStatus.L7_RESPONSE, "TCPCHK send: not hexadecimal: " + text);
        }
    }

    /** Reads until the expectation is decided. */
    void expect(CheckConnection connection, CheckStep.Expect step, int number) throws CheckFailure {
        while (true) {
            boolean enough = length >= step.minBytes();
            boolean found = enough && matches(step.expectation());
            if (found && !step.negated()) {
                succeeded(step);
                return;
            }
            boolean last = ended || length == received.length || (enough && step.minBytes() > 0);
            if (found || last) {
                conclude(step, number, found);
                return;
            }
            readMore(connection, step, number);
            if (step.negated() && ended && !matches(step.expectation())) {
                succeeded(step);
                return;
            }
        }
    }

    private void conclude(CheckStep.Expect step, int number, boolean found) throws CheckFailure {
        if (found == step.negated()) {
            throw mismatch(step, number, found);
        }
        succeeded(step);
    }

    private void succeeded(CheckStep.Expect step) {
        LogFormat text = step.onSuccess();
        if (text != null) {
            successText = render(text);
        }
    }

    private CheckFailure mismatch(CheckStep.Expect step, int number, boolean found) {
        LogFormat own = step.onError();
        String info =
                own != null
                        ? render(own)
                        : (found ? "TCPCHK matched unwanted" : "TCPCHK did not match")
                                + StepText.content(step.expectation())
                                + " at step "
                                + number
                                + StepText.comment(step.comment());
        return new CheckFailure(Statuses.named(step.errorStatus(), CheckStatus.L7_RESPONSE), info);
    }

    private void readMore(CheckConnection connection, CheckStep.Expect step, int number)
            throws CheckFailure {
        try {
            int read = connection.read(received, length);
            if (read < 0) {
                ended = true;
            } else {
                length += read;
            }
        } catch (SocketTimeoutException e) {
            throw new CheckFailure(
                    Statuses.named(step.timeoutStatus(), CheckStatus.L7_TIMEOUT),
                    " at step %d of tcp-check (%s)%s"
                            .formatted(
                                    number,
                                    StepText.expectation(step.expectation()),
                                    StepText.comment(step.comment())));
        } catch (IOException e) {
            throw new CheckFailure(
                    CheckStatus.SOCKET_ERROR,
                    CheckConnection.words(e) + " at step " + number + " of tcp-check");
        }
    }

    private boolean matches(Expectation expectation) {
        String text = new String(received, 0, length, StandardCharsets.ISO_8859_1);
        return switch (expectation) {
            case Expectation.Text wanted ->
                    text.contains(new String(wanted.text().toArray(), StandardCharsets.ISO_8859_1));
            case Expectation.Octets wanted ->
                    text.contains(
                            new String(wanted.octets().toArray(), StandardCharsets.ISO_8859_1));
            case Expectation.TextPattern pattern -> pattern.pattern().matcher(text).find();
            case Expectation.OctetsPattern pattern ->
                    pattern.pattern()
                            .matcher(
                                    HexFormat.of()
                                            .formatHex(received, 0, length)
                                            .toUpperCase(Locale.ROOT))
                            .find();
            case Expectation.TextFormat format -> text.contains(render(format.text()));
            case Expectation.Status _, Expectation.StatusPattern _, Expectation.Header _ -> false;
        };
    }

    private String render(LogFormat format) {
        StringBuilder text = new StringBuilder();
        format.render(context, text);
        return text.toString();
    }
}
