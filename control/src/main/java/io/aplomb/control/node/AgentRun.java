package io.aplomb.control.node;

/**
 * What an agent did.
 *
 * @param rc the exit code in the sense of OCF; 0 is success
 * @param timedOut whether it was ended because it took too long
 * @param exitReason what the agent said about a failure; empty where it said nothing
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record AgentRun(int rc, boolean timedOut, String exitReason, String output, String errors) {}
