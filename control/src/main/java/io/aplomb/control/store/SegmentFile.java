package io.aplomb.control.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/**
 * One file of the log, read whole (at most a segment and one entry).
 *
 * <p>The form is Ratis's: {@code RaftLog1}, then entries, each its length as a varint, that many
 * octets, and the CRC-32C of both in four octets, big end first; after the last entry nothing, or
 * zeros up to the size that was set aside.
 *
 * @param open still written to when the node stopped
 * @param firstIndex of the entry that the name promises
 * @param lastIndex the same; empty for an open one
 * @param damage empty when the file can be read to its end
 */
record SegmentFile(
        Path file,
        boolean open,
        long firstIndex,
        OptionalLong lastIndex,
        List<LogEntryProto> entries,
        Optional<Damage> damage) {

    private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
    private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");
    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    private static final int CRC_LENGTH = 4;

    /** What each entry begins with: the tag of its term (LogEntryProto in Ratis's Raft.proto). */
    private static final byte FIRST_TAG = 1 << 3;

    /**
     * Where reading stopped.
     *
     * @param offset of the first octet that belongs to no good entry
     * @param torn as a write leaves it that did not come to its end: the entry stops short, nothing
     *     is behind it. Such an entry was never acknowledged by this node, for that waits until it
     *     is on the disk.
     */
    record Damage(long offset, boolean torn) {}

    /** The files of a log, in order; others in the folder are passed over. */
    static List<SegmentFile> readAll(Path folder) throws IOException {
        List<SegmentFile> segments = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "log_*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                Matcher closed = CLOSED.matcher(name);
                Matcher open = OPEN.matcher(name);
                if (closed.matches()) {
                    segments.add(
                            read(
                                    file,
                                    false,
                                    Long.parseLong(closed.group(1)),
                                    OptionalLong.of(Long.parseLong(closed.group(2)))));
                } else if (open.matches()) {
                    segments.add(
                            read(file, true, Long.parseLong(open.group(1)), OptionalLong.empty()));
                }
            }
        }
        segments.sort((one, other) -> Long.compare(one.firstIndex, other.firstIndex));
        return List.copyOf(segments);
    }

    private static SegmentFile read(Path file, boolean open, long first, OptionalLong last)
            throws IOException {
        byte[] octets = Files.readAllBytes(file);
        List<LogEntryProto> entries = new ArrayList<>();
        int headerEnd = Math.min(HEADER.length, octets.length);
        int same = Arrays.mismatch(HEADER, 0, headerEnd, octets, 0, headerEnd);
        if (octets.length < HEADER.length || same >= 0) {
            boolean torn = isZero(octets, same >= 0 ? same : headerEnd);
            return new SegmentFile(
                    file, open, first, last, List.of(), Optional.of(new Damage(0, torn)));
        }
        int at = HEADER.length;
        while (at < octets.length && octets[at] != 0) {
            Optional<Frame> frame = frameAt(octets, at, OptionalLong.of(first + entries.size()));
            if (frame.isEmpty()) {
                boolean torn = isTorn(octets, at) && !hasEntryBehind(octets, at);
                Damage damage = new Damage(at, torn);
                return new SegmentFile(
                        file, open, first, last, List.copyOf(entries), Optional.of(damage));
            }
            entries.add(frame.get().entry());
            at = frame.get().end();
        }
        Optional<Damage> garbage =
                isZero(octets, at) ? Optional.empty() : Optional.of(new Damage(at, false));
        return new SegmentFile(file, open, first, last, List.copyOf(entries), garbage);
    }

    private record Frame(LogEntryProto entry, int end) {}

    private static Optional<Frame> frameAt(byte[] octets, int at, OptionalLong index) {
        Extent extent = extent(octets, at);
        if (extent.bodyEnd() + CRC_LENGTH > octets.length) {
            return Optional.empty();
        }
        int bodyEnd = (int) extent.bodyEnd();
        if (ByteBuffer.wrap(octets, bodyEnd, CRC_LENGTH).getInt() != crc(octets, at, bodyEnd)) {
            return Optional.empty();
        }
        try {
            LogEntryProto entry =
                    LogEntryProto.parseFrom(
                            ByteBuffer.wrap(octets, extent.body(), bodyEnd - extent.body()));
            return index.isEmpty() || entry.getIndex() == index.getAsLong()
                    ? Optional.of(new Frame(entry, bodyEnd + CRC_LENGTH))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException noEntry) {
            return Optional.empty();
        }
    }

    /**
     * Where the body of the entry begins and would end; the end is beyond everything for a length
     * that is none.
     */
    private record Extent(int body, long bodyEnd) {}

    private static Extent extent(byte[] octets, int at) {
        long length = 0;
        for (int i = 0; i < 5 && at + i < octets.length; i++) {
            length |= (long) (octets[at + i] & 0x7f) << (7 * i);
            if (octets[at + i] >= 0) {
                return new Extent(at + i + 1, at + i + 1 + length);
            }
        }
        return new Extent(octets.length, Integer.MAX_VALUE * 2L);
    }

    /**
     * A write that was cut off has put down a beginning, and behind the cut is nothing: the end of
     * the file, or the zeros that were there before. An entry that is there to its last octet and
     * does not fit its checksum was changed later, after it may have been acknowledged.
     */
    private static boolean isTorn(byte[] octets, int at) {
        Extent extent = extent(octets, at);
        int end = octets.length;
        while (end > at && octets[end - 1] == 0) {
            end--;
        }
        if (end <= extent.bodyEnd()) {
            return true;
        }
        long written = end - extent.bodyEnd();
        if (written >= CRC_LENGTH) {
            return false;
        }
        // Cut within the checksum: what is there of it must be right.
        int bodyEnd = (int) extent.bodyEnd();
        byte[] right = ByteBuffer.allocate(CRC_LENGTH).putInt(crc(octets, at, bodyEnd)).array();
        return Arrays.equals(right, 0, (int) written, octets, bodyEnd, end);
    }

    /** Whether a good entry stands anywhere behind, which a damaged length would hide. */
    private static boolean hasEntryBehind(byte[] octets, int at) {
        for (int from = at + 1; from < octets.length; from++) {
            int body = extent(octets, from).body();
            if (octets[from] != 0
                    && body < octets.length
                    && octets[body] == FIRST_TAG
                    && frameAt(octets, from, OptionalLong.empty()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static int crc(byte[] octets, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(octets, from, to - from);
        return (int) checksum.getValue();
    }

    private static boolean isZero(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
