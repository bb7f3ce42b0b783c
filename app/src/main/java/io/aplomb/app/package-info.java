/** The program: command line and wiring, the one jar. */
@NullMarked
package io.aplomb.app;

import org.jspecify.annotations.NullMarked;
