/** The daemon of a machine: it keeps the node running and answers at the admin socket. */
@NullMarked
package io.aplomb.app.cluster.daemon;

import org.jspecify.annotations.NullMarked;
