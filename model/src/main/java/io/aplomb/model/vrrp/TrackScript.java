package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;

/**
 * A check run again and again: {@code vrrp_script}.
 *
 * @param timeoutNs after which a run counts as failed; the interval unless configured
 * @param weight used by those who track it without a weight of their own, -253..253; 0: its failure
 *     is their fault state
 * @param reverse whether the weight counts the other way round
 * @param rise successes in a row until it counts as up, at least 1
 * @param fall failures in a row until it counts as down, at least 1
 * @param initiallyFailed {@code init_fail}: it counts as down until it has succeeded
 */
public record TrackScript(
        String name,
        Script script,
        long intervalNs,
        long timeoutNs,
        int weight,
        boolean reverse,
        int rise,
        int fall,
        boolean initiallyFailed,
        SourcePosition position) {}
