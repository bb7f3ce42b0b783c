/**
 * Everything that is known of one client connection and the request on it: what samples read, rules
 * change and logs tell.
 *
 * <p>A {@link io.aplomb.proxy.stream.Stream} belongs to one event loop and is reused from request
 * to request. The world around it comes in by the small interfaces of this package, so that rules
 * run in tests without sockets.
 */
@NullMarked
package io.aplomb.proxy.stream;

import org.jspecify.annotations.NullMarked;
