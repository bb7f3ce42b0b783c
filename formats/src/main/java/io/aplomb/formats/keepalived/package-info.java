/**
 * The language of keepalived.conf, as keepalived 2.2.7 reads it: {@code syntax} makes a tree of the
 * files, {@code keyword} knows all keywords, {@code compile} makes the model.
 */
@NullMarked
package io.aplomb.formats.keepalived;

import org.jspecify.annotations.NullMarked;
