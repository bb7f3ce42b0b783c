/**
 * From the syntax tree of {@code haproxy.cfg} to the immutable model: one handler per directive,
 * drafts that collect what they read, checks over the whole, records at the end. Reads no file
 * itself and keeps nothing between two loads.
 */
@NullMarked
package io.aplomb.formats.haproxy.compile;

import org.jspecify.annotations.NullMarked;
