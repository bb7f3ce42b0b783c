package io.aplomb.model.proxy;

import io.aplomb.model.net.EndpointSpec;
import org.jspecify.annotations.Nullable;

/**
 * One {@code log} line's destination (manual 3.1 and 4.2 "log").
 *
 * @param maxLength bytes of a line, cut beyond
 * @param facility syslog facility number 0..23
 * @param maxLevel least severe level sent, 0 (emerg) .. 7 (debug)
 * @param minLevel most severe level sent as such; more severe ones are sent with this one
 */
public record LogTarget(
        Destination destination,
        Format format,
        int maxLength,
        int facility,
        int maxLevel,
        int minLevel,
        @Nullable Sampling sampling) {

    /** Where lines go. */
    public sealed interface Destination {
        /** Datagrams to an address or a unix socket; {@code stream} opens a connection instead. */
        record Socket(EndpointSpec endpoint, boolean stream) implements Destination {}

        /** {@code stdout}, {@code stderr} or {@code fd@N}. */
        record Descriptor(int number) implements Destination {}
    }

    /** The header put before a line. */
    public enum Format {
        RFC3164,
        RFC5424,
        LOCAL,
        PRIORITY,
        SHORT,
        TIMED,
        ISO,
        RAW
    }

    /** {@code sample RANGES:SIZE}: which lines of each {@code size} are sent, 1-based. */
    public record Sampling(java.util.List<Range> ranges, int size) {
        public Sampling {
            ranges = java.util.List.copyOf(ranges);
        }

        /** Both ends included. */
        public record Range(int first, int last) {}
    }
}
