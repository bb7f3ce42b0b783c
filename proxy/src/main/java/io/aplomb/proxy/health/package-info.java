/**
 * Whether a server may be used, pure: check results, commands and time go in; states, log lines and
 * orders come out. No sockets and no clock; the owner serialises the calls for one server.
 */
@NullMarked
package io.aplomb.proxy.health;

import org.jspecify.annotations.NullMarked;
