package io.aplomb.control.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.GlobalDefinitions.Mail;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Letters, and what a mail server gets of them. */
@Timeout(120)
class MailerTest {

    private static final Letter LETTER =
            new Letter(
                    "VRRP Instance A - Entering MASTER state",
                    "=> VRRP Instance is now owning VRRP VIPs <=");
    private static final Letter OTHER = new Letter("other", "=> text <=");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<Duration> NO_PAUSES = List.of(Duration.ZERO, Duration.ZERO);

    @Test
    void letter_arrivesAsKeepalivedWritesIt() throws Exception {
        try (MailServer server = new MailServer();
                Mailer mailer =
                        new Mailer(global(server.port(), "me@example.org"), NO_PAUSES, PATIENCE)) {
            mailer.send(LETTER);
            assertThat(server.next())
                    .contains(
                            "EHLO helo.example.org",
                            "MAIL FROM:<me@example.org>",
                            "RCPT TO:<a@example.org>",
                            "RCPT TO:<b@example.org>",
                            "From: me@example.org",
                            "To: a@example.org, b@example.org",
                            "Subject: [LB1] VRRP Instance A - Entering MASTER state",
                            "X-Mailer: Aplomb",
                            "=> VRRP Instance is now owning VRRP VIPs <=")
                    .anyMatch(
                            line ->
                                    line.matches(
                                            "Date: \\w{3}, \\d+ \\w{3} \\d{4} [0-9:]{8} [+-]\\d{4}"));
        }
    }

    @Test
    void sender_unlessNamed_isOfThisMachine() throws Exception {
        try (MailServer server = new MailServer();
                Mailer mailer = mailer(server)) {
            mailer.send(LETTER);
            assertThat(server.next()).anyMatch(line -> line.startsWith("MAIL FROM:<keepalived@"));
        }
    }

    @Test
    void server_thatHasNoTime_isTriedAgain_andLettersStayInOrder() throws Exception {
        try (MailServer server = new MailServer();
                Mailer mailer = mailer(server)) {
            server.beBusy(2);
            mailer.send(LETTER);
            mailer.send(OTHER);
            assertThat(server.next()).contains("Subject: [LB1] " + LETTER.subject());
            assertThat(server.next()).contains("Subject: [LB1] other");
        }
    }

    @Test
    void recipient_thatIsRefused_doesNotKeepTheNewsFromTheOther() throws Exception {
        try (MailServer server = new MailServer();
                Mailer mailer = mailer(server)) {
            server.refuse("a@example.org");
            mailer.send(LETTER);
            mailer.send(OTHER);
            assertThat(server.next()).contains("RCPT TO:<b@example.org>", "DATA");
            assertThat(server.next()).as("sent once").contains("Subject: [LB1] other");
        }
    }

    @Test
    void configuration_thatChanges_countsFromThenOn() throws Exception {
        try (MailServer former = new MailServer();
                MailServer latter = new MailServer();
                Mailer mailer = mailer(former)) {
            mailer.send(LETTER);
            mailer.become(global(latter.port(), null));
            mailer.send(OTHER);
            assertThat(former.next()).contains("Subject: [LB1] " + LETTER.subject());
            assertThat(latter.next()).contains("Subject: [LB1] other");
            assertThat(former.isEmpty()).isTrue();
        }
    }

    @Test
    void close_sendsWhatWaits_andNothingAfterwards() throws Exception {
        try (MailServer server = new MailServer()) {
            Mailer mailer = mailer(server);
            mailer.send(LETTER);
            mailer.close();
            assertThat(server.next()).contains("Subject: [LB1] " + LETTER.subject());
            mailer.send(OTHER);
            mailer.close();
            assertThat(server.isEmpty()).isTrue();
        }
    }

    @Test
    void close_inAPause_triesOnceMoreAtOnce_andSendsWhatWaited() throws Exception {
        List<Duration> anHour = List.of(Duration.ofHours(1));
        try (MailServer server = new MailServer()) {
            server.beBusy(1);
            Mailer mailer = new Mailer(global(server.port(), null), anHour, PATIENCE);
            mailer.send(LETTER);
            mailer.send(OTHER);
            server.awaitTurnedAway();
            mailer.close();
            assertThat(server.next()).contains("Subject: [LB1] " + LETTER.subject());
            assertThat(server.next()).contains("Subject: [LB1] other");
        }
    }

    private static Mailer mailer(MailServer server) {
        return new Mailer(global(server.port(), null), NO_PAUSES, PATIENCE);
    }

    private static GlobalDefinitions global(int port, @Nullable String from) {
        Mail mail =
                new Mail(
                        List.of("a@example.org", "b@example.org"),
                        from,
                        "127.0.0.1",
                        port,
                        "helo.example.org",
                        Duration.ofSeconds(30).toNanos(),
                        true,
                        null);
        return new GlobalDefinitions(
                "LB1",
                null,
                null,
                true,
                0,
                "eth0",
                new GlobalDefinitions.Scheduling(0, 0, 0),
                true,
                "vrrp",
                "aplomb",
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                mail,
                new GlobalDefinitions.VirtualServerDefaults(false, false, false, true));
    }
}
