/** The values of HAProxy's language: times, sizes, addresses. Pure functions of one word. */
@NullMarked
package io.aplomb.formats.haproxy.value;

import org.jspecify.annotations.NullMarked;
