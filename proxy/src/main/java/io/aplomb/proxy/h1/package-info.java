/**
 * HTTP/1.1 between clients and servers: connections, the pool of idle server connections, and the
 * forwarding of one exchange.
 *
 * <p>Everything here lives on one event loop. A {@link io.aplomb.proxy.h1.ClientConnection} parses
 * requests one after the other and owns one {@link io.aplomb.proxy.h1.Exchange}, which borrows a
 * {@link io.aplomb.proxy.h1.ServerConnection} for each request.
 */
@NullMarked
package io.aplomb.proxy.h1;

import org.jspecify.annotations.NullMarked;
