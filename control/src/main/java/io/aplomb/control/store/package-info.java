/**
 * The replicated store: commands as octets, agreed on by a majority and applied in one order on
 * every node. Apache Ratis does the agreeing (Ongaro and Ousterhout, "In Search of an
 * Understandable Consensus Algorithm"); this package bends it to what a cluster of few machines
 * needs, and keeps its names from the rest of the program.
 */
@NullMarked
package io.aplomb.control.store;

import org.jspecify.annotations.NullMarked;
