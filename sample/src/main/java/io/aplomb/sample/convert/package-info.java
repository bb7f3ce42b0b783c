/** Converters of HAProxy's manual, section 7.3.1, grouped by what they work on. */
@NullMarked
package io.aplomb.sample.convert;

import org.jspecify.annotations.NullMarked;
