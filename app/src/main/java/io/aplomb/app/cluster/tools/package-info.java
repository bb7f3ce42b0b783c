/** The small programs of Pacemaker and Corosync that scripts call. */
@NullMarked
package io.aplomb.app.cluster.tools;

import org.jspecify.annotations.NullMarked;
