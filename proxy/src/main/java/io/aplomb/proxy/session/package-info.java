/** What every session on a loop needs of the engine: the configuration's snapshot and services. */
@NullMarked
package io.aplomb.proxy.session;

import org.jspecify.annotations.NullMarked;
