/** The language people are spoken to. */
@NullMarked
package io.aplomb.app.language;

import org.jspecify.annotations.NullMarked;
