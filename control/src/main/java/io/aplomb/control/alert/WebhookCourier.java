package io.aplomb.control.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.cluster.alert.EventFields;
import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.News;
import io.aplomb.cluster.alert.Recipient;
import io.aplomb.control.json.Json;
import io.aplomb.model.cib.AlertWays;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code aplomb:webhook}: the recipient is a URL, which gets a JSON object by POST. */
final class WebhookCourier implements Courier, AutoCloseable {
    private static final int RETRIES = 3;
    private static final String HMAC = "HmacSHA256";
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    @Override
    public int retries() {
        return RETRIES;
    }

    @Override
    public void deliver(Recipient recipient, Message message, Sender sender)
            throws UndeliveredException, InterruptedException {
        byte[] body = body(recipient, message, sender).getBytes(UTF_8);
        HttpResponse<Void> response;
        try {
            response =
                    client.send(
                            request(recipient, message, sender, body),
                            HttpResponse.BodyHandlers.discarding());
        } catch (IllegalArgumentException unusable) {
            throw new UndeliveredException(String.valueOf(unusable.getMessage()), true);
        } catch (IOException failure) {
            String reason = failure.getMessage();
            throw new UndeliveredException(
                    reason == null ? failure.getClass().getSimpleName() : reason, false);
        }
        int status = response.statusCode();
        if (status / 100 != 2) {
            boolean lasting = status / 100 != 5 && status != REQUEST_TIMEOUT && status != TOO_MANY;
            throw new UndeliveredException("answered with status " + status, lasting);
        }
    }

    private static HttpRequest request(
            Recipient recipient, Message message, Sender sender, byte[] body)
            throws UndeliveredException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(recipient.value()))
                        .timeout(Duration.ofMillis(recipient.timeoutMs()))
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Aplomb")
                        .header("X-Aplomb-Delivery", sender.deliveryId(message));
        recipient
                .options()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(AlertWays.HEADER)) {
                                request.header(name.substring(AlertWays.HEADER.length()), value);
                            }
                        });
        Optional<String> token = Options.secret(recipient, "token-file");
        token.ifPresent(each -> request.header("Authorization", "Bearer " + each));
        Optional<String> secret = Options.secret(recipient, "secret-file");
        secret.ifPresent(
                each -> request.header("X-Aplomb-Signature", "sha256=" + signature(each, body)));
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    /** By this the receiver knows who sent it, and that nobody changed it (RFC 2104). */
    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String body(Recipient recipient, Message message, Sender sender) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("cluster", sender.cluster());
        body.put("cluster_id", sender.clusterId());
        body.put("status", message.status().word());
        body.put("incident", message.incident());
        body.put("subject", sender.subject(recipient, message));
        body.put("text", sender.text(recipient, message));
        body.put("told_by", sender.node());
        List<Object> events = new ArrayList<>();
        for (News news : message.news()) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("number", news.number());
            event.put("at", Instant.ofEpochMilli(news.atMs()).toString());
            event.putAll(EventFields.of(news.what()));
            events.add(event);
        }
        body.put("events", events);
        StringBuilder json = new StringBuilder();
        Json.write(json, body);
        return json.toString();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
