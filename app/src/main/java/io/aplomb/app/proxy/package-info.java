/**
 * {@code aplomb proxy}: HAProxy's command line, and the life of the proxy process around the
 * engine.
 */
@NullMarked
package io.aplomb.app.proxy;

import org.jspecify.annotations.NullMarked;
