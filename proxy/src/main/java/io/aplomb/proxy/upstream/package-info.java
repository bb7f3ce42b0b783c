/**
 * The way from a chosen backend to an open server connection: assignment, queue, connecting,
 * retries and redispatch; the same for HTTP requests and TCP sessions.
 */
@NullMarked
package io.aplomb.proxy.upstream;

import org.jspecify.annotations.NullMarked;
