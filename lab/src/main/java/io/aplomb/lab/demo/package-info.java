/**
 * The demonstration: a small platform on loopback addresses, failures made on purpose, and the
 * story of each told with measured times.
 *
 * <p>A {@link io.aplomb.lab.demo.Platform} says what runs where, a {@link
 * io.aplomb.lab.demo.Scenario} is a list of acts, a {@link io.aplomb.lab.demo.Traffic} measures
 * what clients see meanwhile. Later capabilities add machines to the platform and acts to the
 * scenario.
 */
@NullMarked
package io.aplomb.lab.demo;

import org.jspecify.annotations.NullMarked;
