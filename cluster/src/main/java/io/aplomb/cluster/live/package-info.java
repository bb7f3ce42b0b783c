/**
 * The living cluster, pure: what is replicated and how commands change it, what nodes say to each
 * other, and the controller of a node as a function from inputs to effects.
 */
@NullMarked
package io.aplomb.cluster.live;

import org.jspecify.annotations.NullMarked;
