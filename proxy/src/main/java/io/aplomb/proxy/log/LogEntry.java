package io.aplomb.proxy.log;

/**
 * One message on its way to a target.
 *
 * @param level syslog severity, 0 (emerg) .. 7 (debug)
 * @param wallUs when it was made, microseconds since 1970
 * @param structuredData of RFC 5424, {@code -} for none
 * @param message without line end, one char an octet
 */
record LogEntry(int level, long wallUs, String tag, String structuredData, String message) {}
