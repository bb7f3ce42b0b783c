/**
 * Replays what was recorded from HAProxy 2.6 against the rules, answers and persistence of here.
 */
@NullMarked
package io.aplomb.proxy.recorded;

import org.jspecify.annotations.NullMarked;
