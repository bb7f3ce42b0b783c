package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;

/**
 * One state that the configuration had.
 *
 * @param version {@code admin_epoch.epoch}
 * @param atMs when it became so, in milliseconds since 1970
 * @param author who made it so
 * @param comment what was done: the command's words
 */
public record ConfigurationVersion(
        String version, long atMs, String author, String comment, Element configuration) {}
