package io.aplomb.control.alert;

import static io.aplomb.control.alert.ToldCluster.alert;
import static io.aplomb.control.alert.ToldCluster.pairs;
import static io.aplomb.control.alert.ToldCluster.recipient;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.control.mail.MailServer;
import io.aplomb.model.cib.Element;
import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts by mail, in a conversation with a server. */
@Timeout(120)
class MailAlertsTest {
    @TempDir Path directory;

    private static Element mail(MailServer server, String... more) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "server", "127.0.0.1",
                                "port", Integer.toString(server.port()),
                                "from", "cluster@example.org",
                                "helo", "n1.example.org"));
        options.addAll(List.of(more));
        return alert(
                "aplomb:mail",
                pairs("instance_attributes", options.toArray(String[]::new)),
                recipient("r", "ops@example.org, boss@example.org"));
    }

    @Test
    void alarm_arrives_andSoDoesTheStory() throws Exception {
        try (MailServer server = new MailServer();
                ToldCluster cluster = new ToldCluster(mail(server))) {
            cluster.lost(cluster.upAnd("n3"));
            assertThat(server.next()).anyMatch(line -> line.startsWith("Subject: [shop] notice"));
            assertThat(server.next())
                    .contains(
                            "EHLO n1.example.org",
                            "MAIL FROM:<cluster@example.org>",
                            "RCPT TO:<ops@example.org>",
                            "RCPT TO:<boss@example.org>",
                            "Subject: [shop] ALARM: node n3 is lost (silent)",
                            "X-Aplomb-Status: alarm",
                            "X-Aplomb-Incident: 4711-2",
                            "References: <incident-4711-2@aplomb.invalid>",
                            "Incident 2. Cluster shop, told by n1.");
            cluster.up("n3");
            assertThat(server.next())
                    .contains("X-Aplomb-Status: recovered")
                    .anyMatch(line -> line.contains("  node n3 is there again, after "));
            cluster.awaitTold("a/r");
            assertThat(server.isEmpty()).isTrue();
        }
    }

    @Test
    void french_whereItIsAskedFor() throws Exception {
        try (MailServer server = new MailServer();
                ToldCluster cluster = new ToldCluster(mail(server, "lang", "fr"))) {
            cluster.lost(cluster.upAnd("n3"));
            server.next();
            List<String> said = server.next();
            String subject =
                    said.stream().filter(line -> line.startsWith("Subject:")).findFirst().get();
            assertThat(MimeUtility.decodeText(MimeUtility.unfold(subject)))
                    .contains("[shop] ALERTE : le nœud n3 est perdu");
        }
    }

    @Test
    void server_thatHasNoTime_isTriedAgain() throws Exception {
        try (MailServer server = new MailServer()) {
            server.beBusy(2);
            try (ToldCluster cluster = new ToldCluster(mail(server))) {
                cluster.up("n3");
                server.awaitTurnedAway();
                server.awaitTurnedAway();
                assertThat(server.next()).contains("X-Aplomb-Status: notice");
            }
        }
    }

    @Test
    void server_thatIsDead_keepsNothingBackForEver() throws Exception {
        MailServer dead = new MailServer();
        dead.close();
        try (ToldCluster cluster = new ToldCluster(mail(dead, "retries", "1"))) {
            cluster.up("n3");
            cluster.awaitTold("a/r");
        }
    }

    @Test
    void user_logsIn_withThePasswordOfAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "secret\n");
        try (MailServer server = new MailServer()) {
            server.offer("AUTH PLAIN");
            try (ToldCluster cluster =
                    new ToldCluster(
                            mail(
                                    server,
                                    "user",
                                    "me",
                                    "password-file",
                                    file.toString(),
                                    "tls",
                                    "no"))) {
                cluster.up("n3");
                String login =
                        Base64.getEncoder()
                                .encodeToString(
                                        "me\0me\0secret".getBytes(StandardCharsets.US_ASCII));
                assertThat(server.next()).contains("AUTH PLAIN " + login);
            }
        }
    }

    @Test
    void whoLogsIn_doesSoOverTlsOnly_unlessToldOtherwise() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "secret\n");
        try (MailServer server = new MailServer()) {
            server.offer("AUTH PLAIN");
            try (ToldCluster cluster =
                    new ToldCluster(
                            mail(
                                    server,
                                    "user",
                                    "me",
                                    "password-file",
                                    file.toString(),
                                    "retries",
                                    "0"))) {
                cluster.up("n3");
                cluster.awaitTold("a/r");
                assertThat(server.isEmpty()).isTrue();
            }
        }
    }
}
