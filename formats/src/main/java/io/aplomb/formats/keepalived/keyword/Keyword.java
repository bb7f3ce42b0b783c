package io.aplomb.formats.keepalived.keyword;

import io.aplomb.formats.text.Status;

/**
 * One row of the table.
 *
 * @param note why, or what to write instead; empty when there is nothing to say
 */
public record Keyword(Scope scope, String name, Status status, String note) {}
