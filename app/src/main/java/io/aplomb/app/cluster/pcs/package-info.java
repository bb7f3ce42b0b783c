/** The words of pcs, carried out on a running cluster or on a file. */
@NullMarked
package io.aplomb.app.cluster.pcs;

import org.jspecify.annotations.NullMarked;
