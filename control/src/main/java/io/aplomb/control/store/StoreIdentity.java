package io.aplomb.control.store;

/**
 * Whose data a directory holds.
 *
 * @param generation 1 for a new cluster, and one more each time {@link Store#rebuild} gave up a
 *     majority
 */
public record StoreIdentity(String clusterId, long generation, MemberId self) {}
