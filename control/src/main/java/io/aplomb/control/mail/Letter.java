package io.aplomb.control.mail;

/**
 * What an e-mail says.
 *
 * @param subject one line, without the name of the machine, which the {@link Mailer} puts before it
 * @param text as keepalived writes it, between arrows
 */
public record Letter(String subject, String text) {}
