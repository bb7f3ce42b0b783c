/**
 * Where the words of a person reach the daemon: a unix socket for its owner and the administrator
 * alone. One connection carries one command line there and its output back.
 *
 * <p>The daemon never opens a file for a caller: it asks the caller's process for it, so that the
 * caller's rights and the caller's directory are those that count.
 */
@NullMarked
package io.aplomb.control.admin;

import org.jspecify.annotations.NullMarked;
