/** Why resources are where they are, and what would change it, in words for people. */
@NullMarked
package io.aplomb.cluster.explain;

import org.jspecify.annotations.NullMarked;
