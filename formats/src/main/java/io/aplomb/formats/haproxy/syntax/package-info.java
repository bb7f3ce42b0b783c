/** HAProxy's configuration text: lines, words, conditional blocks, and the tree made of them. */
@NullMarked
package io.aplomb.formats.haproxy.syntax;

import org.jspecify.annotations.NullMarked;
