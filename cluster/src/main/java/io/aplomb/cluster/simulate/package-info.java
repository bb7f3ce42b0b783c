/**
 * What would happen if: a state of a cluster is changed on paper, decided, gone through, and told.
 * Pure: no file, no clock.
 */
@NullMarked
package io.aplomb.cluster.simulate;

import org.jspecify.annotations.NullMarked;
