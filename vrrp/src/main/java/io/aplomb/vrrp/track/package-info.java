/** What a router watches, and what it makes of it: priority, fault, advice about both. */
@NullMarked
package io.aplomb.vrrp.track;

import org.jspecify.annotations.NullMarked;
