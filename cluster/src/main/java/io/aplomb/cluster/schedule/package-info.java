/**
 * The scheduler: a picture of the cluster is read from its information base, every resource gets
 * its place, and the way there becomes a graph of ordered actions. What is read is immutable; the
 * picture is worked on by one thread within one call, and nothing of it outlives the answer.
 */
@NullMarked
package io.aplomb.cluster.schedule;

import org.jspecify.annotations.NullMarked;
