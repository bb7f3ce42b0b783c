@NullMarked
package io.aplomb.cluster.simulate;

import org.jspecify.annotations.NullMarked;
