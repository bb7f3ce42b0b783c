@NullMarked
package io.aplomb.cluster.explain;

import org.jspecify.annotations.NullMarked;
