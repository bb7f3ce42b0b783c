package io.aplomb.sample.log;

/** What a format string is rendered into: it decides how absent and odd values are written. */
public enum LogUse {
    /** A log line, a unique id: an absent value is a dash. */
    LOG,
    /** A header, a path, a body: an absent value is empty, control characters are encoded. */
    MESSAGE
}
