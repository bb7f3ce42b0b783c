/** The names a configuration uses, prepared once for the data path. */
@NullMarked
package io.aplomb.proxy.names;

import org.jspecify.annotations.NullMarked;
