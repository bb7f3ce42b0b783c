package io.aplomb.proxy.log;

import java.time.ZoneId;

/**
 * Who logs: what goes into the headers of all lines.
 *
 * @param hostName of {@code log-send-hostname}, or the machine's
 * @param tag of {@code log-tag} in the global section, or the program's name
 * @param zone of the times in headers
 */
public record LogIdentity(String hostName, String tag, long pid, ZoneId zone) {}
