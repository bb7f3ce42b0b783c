/**
 * The grammar of pcs 0.11 as pure functions: a cluster information base and words in; a changed
 * base, a text, a refusal or an order to the running cluster out.
 *
 * <p>{@link io.aplomb.formats.pcs.Pcs#run} is the entry. Nothing here reads a file, a clock or the
 * network.
 *
 * <p>Source: the manual page pcs(8) of pcs 0.11.5, and what that program does with {@code -f}.
 */
@NullMarked
package io.aplomb.formats.pcs;

import org.jspecify.annotations.NullMarked;
