/** Links, addresses and their changes, by rtnetlink(7). */
@NullMarked
package io.aplomb.linux.netlink;

import org.jspecify.annotations.NullMarked;
