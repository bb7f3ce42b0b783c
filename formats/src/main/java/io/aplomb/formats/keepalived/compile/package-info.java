/** From the tree to the checked model; the entry is {@code KeepalivedConfig}. */
@NullMarked
package io.aplomb.formats.keepalived.compile;

import org.jspecify.annotations.NullMarked;
