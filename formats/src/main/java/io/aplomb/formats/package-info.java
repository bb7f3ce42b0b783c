/** The configuration languages users have: text to syntax tree to model. */
@NullMarked
package io.aplomb.formats;

import org.jspecify.annotations.NullMarked;
