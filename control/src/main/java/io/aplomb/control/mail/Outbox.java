package io.aplomb.control.mail;

import io.aplomb.model.vrrp.GlobalDefinitions.Mail;
import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The way to the mail server of a configuration. Not for several threads at once. */
final class Outbox {

    private final String machine;
    private final List<String> recipients;
    private final MailRoute route;

    /**
     * Nothing is looked up or connected yet.
     *
     * @param machine the name that subjects begin with
     */
    Outbox(String server, Mail mail, String machine) {
        this.machine = machine;
        this.recipients = mail.recipients();
        this.route =
                new MailRoute(
                        server,
                        mail.serverPort(),
                        MailRoute.Encryption.NONE,
                        null,
                        null,
                        mail.from() == null ? "keepalived@" + Post.hostName() : mail.from(),
                        mail.heloName(),
                        TimeUnit.NANOSECONDS.toMillis(mail.connectTimeoutNs()));
    }

    String server() {
        return route.host();
    }

    /**
     * Sends a letter, and waits until the server has taken it.
     *
     * @throws MessagingException when it has taken it for nobody
     */
    void send(Letter letter) throws MessagingException {
        Post.send(
                route,
                recipients,
                new Post.Content(
                        "[%s] %s".formatted(machine, letter.subject()),
                        letter.text() + "\r\n",
                        Map.of()));
    }
}
