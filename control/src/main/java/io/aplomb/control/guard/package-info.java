/**
 * The guard: a small process beside the daemon that stops this machine's resources when its lease
 * lapses or the daemon dies, feeds the watchdog, and resets the machine where stopping fails.
 *
 * <pre>
 *  daemon                                   guard (a process of its own, in a session of its own)
 *  Guard --GuardOrder, a line each (pipe)-> GuardProcess -> GuardCore (pure) -> Removals, StepRunner, SelfFencer
 *        &lt;-GuardReport, a line each (pipe)-
 * </pre>
 *
 * docs/safety.md says which guarantees hold, and why.
 */
@NullMarked
package io.aplomb.control.guard;

import org.jspecify.annotations.NullMarked;
