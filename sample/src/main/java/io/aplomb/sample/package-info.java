/**
 * Samples, fetches, converters, matching, ACLs and log-format strings: HAProxy's expression engine,
 * pure.
 */
@NullMarked
package io.aplomb.sample;

import org.jspecify.annotations.NullMarked;
