package io.aplomb.app.logging;

/** How the program's own log lines look. */
public enum LogFormat {
    /** One line for a person, coloured on a terminal. */
    HUMAN,
    /** One JSON object a line (RFC 8259), for a log collector. */
    JSON
}
