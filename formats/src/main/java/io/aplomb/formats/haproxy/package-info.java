/** HAProxy's configuration language: text to syntax tree, checked against the keyword table. */
@NullMarked
package io.aplomb.formats.haproxy;

import org.jspecify.annotations.NullMarked;
