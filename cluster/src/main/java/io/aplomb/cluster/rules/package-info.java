/**
 * Rules, name-value sets and the small values of a cluster information base (scores, intervals, ISO
 * 8601 times), with the meaning Pacemaker 2.1.5 gives them. Pure: the time is an input.
 */
@NullMarked
package io.aplomb.cluster.rules;

import org.jspecify.annotations.NullMarked;
