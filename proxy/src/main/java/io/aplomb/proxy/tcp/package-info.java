/**
 * TCP mode: sessions that are relayed octet by octet. A {@link io.aplomb.proxy.tcp.TcpSession} is
 * the client's end and owns the server's.
 */
@NullMarked
package io.aplomb.proxy.tcp;

import org.jspecify.annotations.NullMarked;
