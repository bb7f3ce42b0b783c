/** Immutable desired state: what a configuration means. */
@NullMarked
package io.aplomb.model;

import org.jspecify.annotations.NullMarked;
