package io.aplomb.model.vrrp;

import org.jspecify.annotations.Nullable;

/**
 * Who runs a script.
 *
 * @param group null for the user's own group
 */
public record ScriptUser(String user, @Nullable String group) {}
