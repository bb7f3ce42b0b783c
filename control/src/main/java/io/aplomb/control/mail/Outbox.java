package io.aplomb.control.mail;

import io.aplomb.model.vrrp.GlobalDefinitions.Mail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the mail server of a configuration (RFC 5321). Each letter has a connection of its
 * own. Not for several threads at once.
 */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final String SOFTWARE = "Aplomb";

    /** RFC 5322 section 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final String server;
    private final String machine;
    private final String from;
    private final List<String> recipients;
    private final Session session;

    /**
     * Nothing is looked up or connected yet.
     *
     * @param machine the name that subjects begin with
     */
    Outbox(String server, Mail mail, String machine) {
        this.server = server;
        this.machine = machine;
        this.recipients = mail.recipients();
        String host = hostName();
        this.from = mail.from() == null ? "keepalived@" + host : mail.from();
        long timeoutMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(mail.connectTimeoutNs()));
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", server);
        properties.put("mail.smtp.port", Integer.toString(mail.serverPort()));
        properties.put("mail.smtp.localhost", mail.heloName() == null ? host : mail.heloName());
        properties.put("mail.smtp.connectiontimeout", Long.toString(timeoutMs));
        properties.put("mail.smtp.timeout", Long.toString(timeoutMs));
        properties.put("mail.smtp.writetimeout", Long.toString(timeoutMs));
        // One address that is refused must not keep the news from the others.
        properties.put("mail.smtp.sendpartial", "true");
        this.session = Session.getInstance(properties);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    String server() {
        return server;
    }

    /**
     * Sends a letter, and waits until the server has taken it. Recipients that the server refuses
     * are logged, as long as it takes one.
     *
     * @throws MessagingException when it has taken it for nobody
     */
    void send(Letter letter) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        for (String recipient : recipients) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        String charset = StandardCharsets.UTF_8.name();
        message.setSubject("[%s] %s".formatted(machine, letter.subject()), charset);
        message.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneId.systemDefault())));
        message.setHeader("X-Mailer", SOFTWARE);
        message.setText(letter.text() + "\r\n", charset);
        try {
            Transport.send(message);
        } catch (SendFailedException some) {
            if (some.getValidSentAddresses() == null || some.getValidSentAddresses().length == 0) {
                throw some;
            }
            LOG.warn("e-mail by {}: not taken for all: {}", server, some.getMessage());
        }
    }
}
