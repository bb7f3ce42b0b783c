@NullMarked
package io.aplomb.cluster.alert;

import org.jspecify.annotations.NullMarked;
