/** The caller's process: where files and the terminal are, and the way to the daemon. */
@NullMarked
package io.aplomb.app.cluster.client;

import org.jspecify.annotations.NullMarked;
