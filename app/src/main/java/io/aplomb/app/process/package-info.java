/** What the operating system expects of a server: signals, a pid file, a life in the background. */
@NullMarked
package io.aplomb.app.process;

import org.jspecify.annotations.NullMarked;
