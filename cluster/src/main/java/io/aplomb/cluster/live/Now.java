package io.aplomb.cluster.live;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * A moment by both clocks of a machine.
 *
 * @param monotonicNs for all that measures durations, in nanoseconds
 * @param wallMs for all that people read and rules compare, in milliseconds since 1970
 * @param zone in which the machine is
 */
public record Now(long monotonicNs, long wallMs, ZoneId zone) {
    OffsetDateTime time() {
        return OffsetDateTime.ofInstant(Instant.ofEpochMilli(wallMs), zone);
    }
}
