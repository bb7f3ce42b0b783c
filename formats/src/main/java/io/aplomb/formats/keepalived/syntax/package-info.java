/** From files to a tree of statements: includes, definitions, conditions, words, blocks. */
@NullMarked
package io.aplomb.formats.keepalived.syntax;

import org.jspecify.annotations.NullMarked;
