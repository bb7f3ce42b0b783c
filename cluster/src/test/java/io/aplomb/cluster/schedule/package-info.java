@NullMarked
package io.aplomb.cluster.schedule;

import org.jspecify.annotations.NullMarked;
