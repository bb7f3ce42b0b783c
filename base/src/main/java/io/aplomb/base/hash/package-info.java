/** Hash functions over octets that other programs compute the same way. */
@NullMarked
package io.aplomb.base.hash;

import org.jspecify.annotations.NullMarked;
