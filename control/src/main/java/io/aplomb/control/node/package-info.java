/**
 * A node of the cluster while it runs: what the rest of the program may ask of it, and what it is
 * made of.
 */
@NullMarked
package io.aplomb.control.node;

import org.jspecify.annotations.NullMarked;
