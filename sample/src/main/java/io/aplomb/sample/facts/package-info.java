/**
 * What an expression may read about the world, in small interfaces. The data path implements them
 * per stream, tests by fakes. A fact that is absent is null (or -1 where said): the fetch that asks
 * for it fails, nothing is made up.
 */
@NullMarked
package io.aplomb.sample.facts;

import org.jspecify.annotations.NullMarked;
