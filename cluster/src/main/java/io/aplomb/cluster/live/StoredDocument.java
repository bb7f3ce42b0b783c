package io.aplomb.cluster.live;

/**
 * A configuration of another part of the program, kept for the whole cluster.
 *
 * @param version from 1
 * @param atMs when it became so, in milliseconds since 1970
 */
public record StoredDocument(
        String name, long version, String content, String author, String comment, long atMs) {}
