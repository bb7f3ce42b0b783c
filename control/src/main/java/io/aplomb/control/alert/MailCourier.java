package io.aplomb.control.alert;

import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.Recipient;
import io.aplomb.control.mail.MailRoute;
import io.aplomb.control.mail.MailRoute.Encryption;
import io.aplomb.control.mail.Post;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code aplomb:mail}: the recipient is an address, or several behind commas. */
final class MailCourier implements Courier {
    private static final int RETRIES = 3;
    private static final int SMTP = 25;
    private static final int SUBMISSION = 587;
    private static final int SMTPS = 465;

    @Override
    public int retries() {
        return RETRIES;
    }

    @Override
    public void deliver(Recipient recipient, Message message, Sender sender)
            throws UndeliveredException {
        List<String> to =
                List.of(recipient.value().split(",")).stream()
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList();
        if (to.isEmpty()) {
            throw new UndeliveredException("an alert by mail needs a recipient", true);
        }
        String subject = "[%s] %s".formatted(sender.cluster(), sender.subject(recipient, message));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Aplomb-Status", message.status().word());
        if (message.incident() > 0) {
            String incident = sender.clusterId() + '-' + message.incident();
            headers.put("X-Aplomb-Incident", incident);
            // by this programs show what belongs together as one conversation (RFC 5322, 3.6.4)
            headers.put("References", "<incident-" + incident + "@aplomb.invalid>");
        }
        try {
            Post.send(
                    route(recipient, sender),
                    to,
                    new Post.Content(subject, sender.text(recipient, message), headers));
        } catch (AuthenticationFailedException refused) {
            throw new UndeliveredException(Post.reason(refused), true);
        } catch (SendFailedException refused) {
            throw new UndeliveredException(Post.reason(refused), false);
        } catch (MessagingException failure) {
            throw new UndeliveredException(Post.reason(failure), false);
        }
    }

    private static MailRoute route(Recipient recipient, Sender sender) throws UndeliveredException {
        Optional<String> user = recipient.option("user");
        Encryption encryption =
                switch (recipient.option("tls").orElse(user.isPresent() ? "starttls" : "no")) {
                    case "no" -> Encryption.NONE;
                    case "starttls" -> Encryption.STARTTLS;
                    case "yes" -> Encryption.TLS;
                    default -> throw new UndeliveredException("tls is no, starttls or yes", true);
                };
        int usual =
                switch (encryption) {
                    case NONE -> SMTP;
                    case STARTTLS -> SUBMISSION;
                    case TLS -> SMTPS;
                };
        return new MailRoute(
                recipient.option("server").orElse("localhost"),
                Options.number(recipient, "port", usual),
                encryption,
                user.orElse(null),
                Options.secret(recipient, "password-file").orElse(null),
                recipient.option("from").orElse("aplomb@" + sender.node()),
                recipient.option("helo").orElse(null),
                recipient.timeoutMs());
    }
}
