/** {@code aplomb simulate}: the scheduler at the command line. */
@NullMarked
package io.aplomb.app.cluster;

import org.jspecify.annotations.NullMarked;
