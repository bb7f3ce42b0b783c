/**
 * Load-balancing algorithms, pure: the owner tells them the candidates and asks for a choice.
 *
 * <p>Single-threaded: every instance belongs to one owner, who calls it under its own lock. Nothing
 * here reads a clock or draws randomness by itself; both arrive in {@link Selection}.
 */
@NullMarked
package io.aplomb.proxy.balance;

import org.jspecify.annotations.NullMarked;
