/** What the programs of the cluster's hands have in common: who calls, and what they work on. */
@NullMarked
package io.aplomb.app.cluster.tool;

import org.jspecify.annotations.NullMarked;
