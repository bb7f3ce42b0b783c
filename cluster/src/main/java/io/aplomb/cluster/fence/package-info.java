/**
 * Fencing by devices: which of them, in which order, with which parameters and delays, how often
 * again, as pure functions of configuration, input and time.
 *
 * <p>Sources: Pacemaker Explained, "Fencing"; pacemaker-fenced(7); the fence-agents' interface
 * (FenceAgentAPI); what pacemaker-fenced 2.1.5 was seen to call.
 */
@NullMarked
package io.aplomb.cluster.fence;

import org.jspecify.annotations.NullMarked;
