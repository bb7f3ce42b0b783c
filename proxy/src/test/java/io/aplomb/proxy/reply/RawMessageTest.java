package io.aplomb.proxy.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.base.Bytes;
import io.aplomb.proxy.reply.RawMessage.Field;
import io.aplomb.proxy.reply.RawMessage.InvalidMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RawMessageTest {

    @Test
    void parse_message_isTakenApart() throws InvalidMessageException {
        RawMessage message =
                RawMessage.parse(
                        Bytes.ofUtf8(
                                "HTTP/1.0 503 Busy here\r\nConnection: close\r\nX-A: b\r\n"
                                        + "Content-Length: 99\r\n\r\nbody\n"));

        assertThat(message.minorVersion()).isZero();
        assertThat(message.status()).isEqualTo(503);
        assertThat(message.reason()).isEqualTo("Busy here");
        assertThat(message.close()).isTrue();
        assertThat(message.fields())
                .containsExactly(new Field("x-a", "b"), new Field("content-length", "5"));
        assertThat(message.body()).isEqualTo(Bytes.ofUtf8("body\n"));
    }

    @Test
    void parse_lineFeedsOnly_areAccepted() throws InvalidMessageException {
        RawMessage message = RawMessage.parse(Bytes.ofUtf8("HTTP/1.1 403 No\nA: 1\n\nx"));

        assertThat(message.reason()).isEqualTo("No");
        assertThat(message.hasLength()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html></html>|it does not begin with a status line",
                "HTTP/1.1 abc\\n\\n|its status line has no status of three digits",
                "HTTP/1.1 503 x\\nA: 1\\n|no empty line ends its header fields",
                "HTTP/1.1 503 x\\nnonsense\\n\\n|'nonsense' is not a header field",
                "HTTP/1.1 503 x\\nTransfer-Encoding: chunked\\n\\n|it may not have a"
                        + " Transfer-Encoding",
            })
    void parse_anythingElse_isRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> RawMessage.parse(Bytes.ofUtf8(text.replace("\\n", "\n"))))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(reason);
    }
}
