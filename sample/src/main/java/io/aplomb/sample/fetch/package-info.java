/** Sample fetch methods, grouped by the sections of HAProxy's manual: 7.3.2 to 7.3.6. */
@NullMarked
package io.aplomb.sample.fetch;

import org.jspecify.annotations.NullMarked;
