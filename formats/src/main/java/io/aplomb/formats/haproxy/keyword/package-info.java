/** The one table of HAProxy's keywords: what is honoured, accepted, refused, and what to write. */
@NullMarked
package io.aplomb.formats.haproxy.keyword;

import org.jspecify.annotations.NullMarked;
