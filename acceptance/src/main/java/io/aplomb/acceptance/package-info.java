/** The program seen from outside: architecture, wire and end-to-end tests. */
@NullMarked
package io.aplomb.acceptance;

import org.jspecify.annotations.NullMarked;
