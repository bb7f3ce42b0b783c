package io.aplomb.control.alert;

import static io.aplomb.control.alert.ToldCluster.alert;
import static io.aplomb.control.alert.ToldCluster.pairs;
import static io.aplomb.control.alert.ToldCluster.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts to a receiver of webhooks. */
@Timeout(120)
class WebhookAlertsTest {
    @TempDir Path directory;

    /** What came in. */
    private record Post(String path, Map<String, String> headers, String body) {}

    /** Takes what is posted, after it has refused so many. */
    private static final class Receiver implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
        private final AtomicInteger refusals;
        private final int status;

        Receiver(int refusals, int status) throws IOException {
            this.refusals = new AtomicInteger(refusals);
            this.status = status;
            server.createContext("/", this::take);
            server.start();
        }

        private void take(HttpExchange exchange) throws IOException {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name, values.getFirst()));
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            posts.add(new Post(exchange.getRequestURI().toString(), headers, body));
            exchange.sendResponseHeaders(refused ? status : 204, -1);
            exchange.close();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?team=ops";
        }

        Post next() throws InterruptedException {
            Post post = posts.poll(60, TimeUnit.SECONDS);
            assertThat(post).as("a post within 60 s").isNotNull();
            return post;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void alarm_isAnObject_thatSaysWhoSentIt() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "key\n");
        Path token = Files.writeString(directory.resolve("token"), "t0k\n");
        try (Receiver receiver = new Receiver(0, 0);
                ToldCluster cluster =
                        new ToldCluster(
                                alert(
                                        "aplomb:webhook",
                                        pairs(
                                                "instance_attributes",
                                                "secret-file",
                                                secret.toString(),
                                                "token-file",
                                                token.toString(),
                                                "header.X-Team",
                                                "ops"),
                                        pairs("meta_attributes", "group-by-cause", "false"),
                                        recipient("r", receiver.url())))) {
            cluster.lost(cluster.upAnd("n3"));
            receiver.next();
            Post alarm = receiver.next();

            assertThat(alarm.path()).isEqualTo("/hook?team=ops");
            assertThat(alarm.headers())
                    .containsEntry("Content-Type", "application/json")
                    .containsEntry("Authorization", "Bearer t0k")
                    .containsEntry("X-Team", "ops")
                    .containsEntry("X-Aplomb-Delivery", "4711-2-2")
                    .containsEntry(
                            "X-Aplomb-Signature",
                            "sha256="
                                    + WebhookCourier.signature(
                                            "key", alarm.body().getBytes(StandardCharsets.UTF_8)));
            assertThat(alarm.body())
                    .startsWith(
                            "{\"cluster\":\"shop\",\"cluster_id\":\"4711\",\"status\":\"alarm\","
                                    + "\"incident\":2,\"subject\":\"ALARM: node n3 is lost"
                                    + " (silent)\",")
                    .endsWith(
                            "\"told_by\":\"n1\",\"events\":[{\"number\":2,"
                                    + "\"at\":\"2026-11-21T21:56:58.599Z\",\"kind\":\"node\","
                                    + "\"node\":\"n3\",\"nodeid\":\"3\",\"desc\":\"lost\"}]}");
        }
    }

    @Test
    void signature_isThatOfRfc4231() {
        assertThat(
                        WebhookCourier.signature(
                                "Jefe",
                                "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void receiver_inTrouble_isTriedAgain_withTheSameDelivery() throws Exception {
        try (Receiver receiver = new Receiver(2, 503);
                ToldCluster cluster =
                        new ToldCluster(alert("aplomb:webhook", recipient("r", receiver.url())))) {
            cluster.up("n3");
            cluster.awaitTold("a/r");

            String first = receiver.next().headers().get("X-Aplomb-Delivery");
            assertThat(receiver.next().headers()).containsEntry("X-Aplomb-Delivery", first);
            assertThat(receiver.next().headers()).containsEntry("X-Aplomb-Delivery", first);
            assertThat(receiver.posts).isEmpty();
        }
    }

    @Test
    void receiver_thatRefuses_isNotTriedAgain() throws Exception {
        try (Receiver receiver = new Receiver(1, 403);
                ToldCluster cluster =
                        new ToldCluster(alert("aplomb:webhook", recipient("r", receiver.url())))) {
            cluster.up("n3");
            cluster.awaitTold("a/r");

            receiver.next();
            assertThat(receiver.posts).isEmpty();
        }
    }

    @Test
    void recipient_thatIsNoUrl_keepsNothingBack() throws Exception {
        try (ToldCluster cluster =
                new ToldCluster(alert("aplomb:webhook", recipient("r", "no url at all")))) {
            cluster.up("n3");
            cluster.awaitTold("a/r");
        }
    }
}
