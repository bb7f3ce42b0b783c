/**
 * The state machine of a virtual router and of groups of them: events and the time in, effects out.
 */
@NullMarked
package io.aplomb.vrrp.router;

import org.jspecify.annotations.NullMarked;
