/** Where the program's own log lines go and how they look: for a person, or JSON for a machine. */
@NullMarked
package io.aplomb.app.logging;

import org.jspecify.annotations.NullMarked;
