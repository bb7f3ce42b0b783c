/**
 * The executor of operations on the resources of one node, and the agents it calls: OCF resource
 * agents, init scripts, systemd's units, fence devices, and those built in.
 */
@NullMarked
package io.aplomb.control.agent;

import org.jspecify.annotations.NullMarked;
