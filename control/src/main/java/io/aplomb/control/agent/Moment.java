package io.aplomb.control.agent;

/**
 * A point of time, by two clocks.
 *
 * @param ms milliseconds of a clock that never jumps; only differences mean something
 * @param epochS seconds since 1970, for people and histories
 */
record Moment(long ms, long epochS) {}
