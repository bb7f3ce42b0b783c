/** Where configurations meet the data path: haproxy.cfg loaded, started, reloaded. */
@NullMarked
package io.aplomb.app.engine;

import org.jspecify.annotations.NullMarked;
