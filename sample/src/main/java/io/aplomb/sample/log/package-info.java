/** Log-format strings and the ready-made log formats: HAProxy manual section 8.2. */
@NullMarked
package io.aplomb.sample.log;

import org.jspecify.annotations.NullMarked;
