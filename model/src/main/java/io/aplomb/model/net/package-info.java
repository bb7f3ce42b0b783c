/** Addresses as configurations write them. */
@NullMarked
package io.aplomb.model.net;

import org.jspecify.annotations.NullMarked;
