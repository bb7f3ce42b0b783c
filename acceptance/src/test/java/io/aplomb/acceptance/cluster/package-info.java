/**
 * Several machines on one, in which whole clusters run, and witnesses from outside of what the
 * clusters promise.
 */
@NullMarked
package io.aplomb.acceptance.cluster;

import org.jspecify.annotations.NullMarked;
