/**
 * The runtime socket: HAProxy's commands (management manual 9.3) as a function of a line, and the
 * socket that reads the lines.
 */
@NullMarked
package io.aplomb.proxy.admin;

import org.jspecify.annotations.NullMarked;
