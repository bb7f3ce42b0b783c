package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ProxyQuestionTest {
    private static final long PATIENCE_NS = SECONDS.toNanos(60);
    private static final int QUESTION_BYTES = "show health\n".length();

    @TempDir private Path folder;

    @Test
    void proxyThatIsUp() throws Exception {
        ProxyQuestion.Answer answer = asked("Status: up\nLoops: 2/2\nListeners: 1/1\n\n");
        assertThat(answer.isUp()).isTrue();
        assertThat(answer.text()).isEqualTo("Status: up,Loops: 2/2,Listeners: 1/1");
    }

    @Test
    void proxyThatSaysItIsDown() throws Exception {
        assertThat(asked("Status: down\nLoops: 1/2\nListeners: 1/1\n\n").isUp()).isFalse();
    }

    @Test
    void serverThatIsNoSuchProxy() throws Exception {
        assertThat(asked("Unknown command.\n").isUp()).isFalse();
    }

    @Test
    void proxyThatNeverAnswers_isNotWaitedForLonger() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            ProxyQuestion.Answer answer = new ProxyQuestion(socket).ask(MILLISECONDS.toNanos(50));
            assertThat(answer.isUp()).isFalse();
            assertThat(answer.text()).isEqualTo("no answer in time");
        }
    }

    @Test
    void nobodyThere() {
        assertThat(new ProxyQuestion(folder.resolve("s")).ask(PATIENCE_NS).isUp()).isFalse();
    }

    private ProxyQuestion.Answer asked(String reply) throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<ProxyQuestion.Answer> answer =
                    CompletableFuture.supplyAsync(() -> new ProxyQuestion(socket).ask(PATIENCE_NS));
            try (SocketChannel client = server.accept()) {
                ByteBuffer question = ByteBuffer.allocate(QUESTION_BYTES);
                while (question.hasRemaining()) {
                    assertThat(client.read(question)).isPositive();
                }
                assertThat(new String(question.array(), StandardCharsets.US_ASCII))
                        .isEqualTo("show health\n");
                assertThat(client.write(StandardCharsets.UTF_8.encode(reply))).isPositive();
            }
            return answer.get(60, SECONDS);
        }
    }
}
