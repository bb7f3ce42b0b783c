/** HTTP/1.1 parsing and fields, URI, compliance table (RFC 9110, 9112). */
@NullMarked
package io.aplomb.http;

import org.jspecify.annotations.NullMarked;
