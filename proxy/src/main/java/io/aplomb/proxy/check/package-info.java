/**
 * Health checks: one virtual thread per checked server, in blocking style, so that a check's script
 * reads as it runs. What a result means is decided by {@code io.aplomb.proxy.health}.
 */
@NullMarked
package io.aplomb.proxy.check;

import org.jspecify.annotations.NullMarked;
