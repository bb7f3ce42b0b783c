/**
 * The cluster information base as XML, in the forms Pacemaker 1.1 to 2.1 writes: text to {@link
 * io.aplomb.model.cib.Element} and back.
 */
@NullMarked
package io.aplomb.formats.cib;

import org.jspecify.annotations.NullMarked;
