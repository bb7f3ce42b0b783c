/** Virtual IPs on the real network: adverts, addresses, neighbours, the guard. */
@NullMarked
package io.aplomb.control.vip;

import org.jspecify.annotations.NullMarked;
