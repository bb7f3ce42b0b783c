package io.aplomb.control.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
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
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands letters to mail servers (RFC 5321), each by a connection of its own. Any thread; blocks.
 */
public final class Post {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    private static final String SOFTWARE = "Aplomb";

    /** RFC 5322 section 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private Post() {}

    /**
     * What is sent.
     *
     * @param headers beside the usual ones
     */
    public record Content(String subject, String text, Map<String, String> headers) {
        public Content {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * Sends a letter, and waits until the server has taken it. Recipients that the server refuses
     * are logged, as long as it takes one.
     *
     * @throws MessagingException when it has taken it for nobody
     */
    public static void send(MailRoute route, List<String> recipients, Content content)
            throws MessagingException {
        MimeMessage message = new MimeMessage(session(route));
        message.setFrom(new InternetAddress(route.from()));
        for (String recipient : recipients) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        String charset = StandardCharsets.UTF_8.name();
        message.setSubject(content.subject(), charset);
        message.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneId.systemDefault())));
        message.setHeader("X-Mailer", SOFTWARE);
        for (Map.Entry<String, String> header : content.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        message.setText(content.text(), charset);
        try {
            Transport.send(message);
        } catch (SendFailedException some) {
            if (some.getValidSentAddresses() == null || some.getValidSentAddresses().length == 0) {
                throw some;
            }
            LOG.warn("e-mail by {}: not taken for all: {}", route.host(), some.getMessage());
        }
    }

    /** Why a letter was not sent: the innermost cause tells what happened. */
    public static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip();
    }

    /** The name of this machine. */
    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static Session session(MailRoute route) {
        String timeout = Long.toString(Math.max(1, route.timeoutMs()));
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", route.host());
        properties.put("mail.smtp.port", Integer.toString(route.port()));
        properties.put("mail.smtp.localhost", route.helo() == null ? hostName() : route.helo());
        properties.put("mail.smtp.connectiontimeout", timeout);
        properties.put("mail.smtp.timeout", timeout);
        properties.put("mail.smtp.writetimeout", timeout);
        // One address that is refused must not keep the news from the others.
        properties.put("mail.smtp.sendpartial", "true");
        switch (route.encryption()) {
            case NONE -> {
                // as it is
            }
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        String user = route.user();
        if (user == null) {
            return Session.getInstance(properties);
        }
        properties.put("mail.smtp.auth", "true");
        PasswordAuthentication login =
                new PasswordAuthentication(user, route.password() == null ? "" : route.password());
        return Session.getInstance(
                properties,
                new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return login;
                    }
                });
    }
}
