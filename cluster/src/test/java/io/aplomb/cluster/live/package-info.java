@NullMarked
package io.aplomb.cluster.live;

import org.jspecify.annotations.NullMarked;
