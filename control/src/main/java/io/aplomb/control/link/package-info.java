/**
 * Links between the nodes of a cluster: who is there, and messages to those who are. {@link
 * io.aplomb.control.link.PeerWatch} decides, the rest brings it what happens.
 * docs/cluster-links.md.
 */
@NullMarked
package io.aplomb.control.link;

import org.jspecify.annotations.NullMarked;
