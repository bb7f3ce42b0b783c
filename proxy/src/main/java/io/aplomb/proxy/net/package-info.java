/**
 * Sockets and event loops: which transport, who listens where, and the timers of a loop.
 *
 * <p>Share-nothing: a connection lives and dies on the loop that accepted it, and the connections
 * to servers that it uses belong to the same loop.
 */
@NullMarked
package io.aplomb.proxy.net;

import org.jspecify.annotations.NullMarked;
