/** JSON as it is written. */
@NullMarked
package io.aplomb.control.json;

import org.jspecify.annotations.NullMarked;
