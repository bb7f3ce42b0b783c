package io.aplomb.formats.haproxy.syntax;

/**
 * One configuration file as read.
 *
 * @param name as the user gave it; appears in every diagnostic
 * @param text one character for each octet of the file (decoded as ISO-8859-1), so that what is
 *     sent on the wire is bit for bit what was written
 */
public record ConfigSource(String name, String text) {}
