/** What the readers of all languages share: words with positions, and how a reader complains. */
@NullMarked
package io.aplomb.formats.text;

import org.jspecify.annotations.NullMarked;
