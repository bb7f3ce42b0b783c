/** Clock, diagnostics with source positions, checks, counters. */
@NullMarked
package io.aplomb.base;

import org.jspecify.annotations.NullMarked;
