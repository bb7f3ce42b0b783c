package io.aplomb.proxy.health;

/** How an agent check ended. */
public sealed interface AgentAnswer {

    /**
     * A line was read.
     *
     * @param text without its end
     */
    record Line(String text, long durationMs) implements AgentAnswer {}

    /** Some words, but the connection ended before their line did. */
    record Incomplete(long durationMs) implements AgentAnswer {}

    /** There is no agent, or it said nothing: the server's state stays what it is. */
    record Failure(CheckResult result) implements AgentAnswer {}
}
