/**
 * Fence devices: runs the agents that switch machines off, as {@code io.aplomb.cluster.fence}
 * decides.
 */
@NullMarked
package io.aplomb.control.fence;

import org.jspecify.annotations.NullMarked;
