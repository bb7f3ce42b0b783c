package io.aplomb.control.mail;

import org.jspecify.annotations.Nullable;

/**
 * The way to a mail server, and as whom.
 *
 * @param user who logs in; null for nobody
 * @param password of that user
 * @param from the sender's address
 * @param helo the name to greet with; null for this machine's
 * @param timeoutMs for connecting, and for each answer
 */
public record MailRoute(
        String host,
        int port,
        Encryption encryption,
        @Nullable String user,
        @Nullable String password,
        String from,
        @Nullable String helo,
        long timeoutMs) {

    /** How the conversation is kept from others. */
    public enum Encryption {
        /** Not at all. */
        NONE,
        /** TLS after a greeting in the clear; without it nothing is sent (RFC 3207). */
        STARTTLS,
        /** TLS from the first octet on (RFC 8314). */
        TLS
    }
}
