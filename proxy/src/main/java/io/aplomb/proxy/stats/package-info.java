/**
 * What the program tells about itself: a snapshot of all figures, and its forms as CSV, typed text,
 * JSON, an HTML page and metrics. Nothing here opens a socket.
 */
@NullMarked
package io.aplomb.proxy.stats;

import org.jspecify.annotations.NullMarked;
