/**
 * Internet addresses as immutable values: parsing, text forms, networks. Nothing resolves a name.
 */
@NullMarked
package io.aplomb.base.net;

import org.jspecify.annotations.NullMarked;
