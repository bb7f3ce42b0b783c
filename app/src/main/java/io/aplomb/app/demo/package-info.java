/** The command {@code aplomb demo}. */
@NullMarked
package io.aplomb.app.demo;

import org.jspecify.annotations.NullMarked;
