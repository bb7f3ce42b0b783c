/**
 * Runs the rules of a proxy on a stream (manual 4.1, "Processing order").
 *
 * <p>{@link io.aplomb.proxy.rules.RequestPhases} and {@link io.aplomb.proxy.rules.ResponsePhases}
 * are what the data path calls; they return a {@link io.aplomb.proxy.rules.Verdict} that says what
 * to do next. Nothing here waits, writes to a socket or starts a timer.
 */
@NullMarked
package io.aplomb.proxy.rules;

import org.jspecify.annotations.NullMarked;
