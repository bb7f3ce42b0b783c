/** Linux calls by the Foreign Function and Memory API. */
@NullMarked
package io.aplomb.linux;

import org.jspecify.annotations.NullMarked;
