/** The data path: load balancing of TCP and HTTP on Netty. */
@NullMarked
package io.aplomb.proxy;

import org.jspecify.annotations.NullMarked;
