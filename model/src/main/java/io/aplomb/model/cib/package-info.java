/** The cluster information base as a tree: the form in which clusters exchange their state. */
@NullMarked
package io.aplomb.model.cib;

import org.jspecify.annotations.NullMarked;
