/** Which words lead to which program. */
@NullMarked
package io.aplomb.app.cluster.programs;

import org.jspecify.annotations.NullMarked;
