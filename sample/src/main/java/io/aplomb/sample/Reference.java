package io.aplomb.sample;

/**
 * A name of something declared elsewhere in the configuration, which its compiler must check.
 *
 * @param type FRONTEND, BACKEND, TABLE, SERVER ({@code backend/server}) or USER_LIST
 * @param name as written
 */
public record Reference(ArgumentType type, String name) {}
