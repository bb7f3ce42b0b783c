package io.aplomb.acceptance.cluster;

/**
 * How a program that was run to its end did.
 *
 * @param output and errors, in the order of their coming
 */
public record Outcome(int exitCode, String output) {}
