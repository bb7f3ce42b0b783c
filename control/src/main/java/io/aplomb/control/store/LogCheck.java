package io.aplomb.control.store;

import io.aplomb.control.store.SegmentFile.Damage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the log before Ratis does. A write that was cut off by a crash is taken away, for it is
 * the last and was never acknowledged; any other damage stops the start. Ratis by itself knows only
 * all or nothing: it refuses a cut-off write as well, or forgives everything and drops good entries
 * behind a bad one.
 */
final class LogCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);

    private LogCheck() {}

    /**
     * @param folder with the log's files, not in use
     * @throws StoreDamaged when more than the end of the last write is bad
     */
    static List<SegmentFile> checkAndMend(Path folder, StoreIdentity identity) throws IOException {
        List<SegmentFile> segments = SegmentFile.readAll(folder);
        for (int i = 0; i < segments.size(); i++) {
            SegmentFile segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.damage().isPresent()) {
                mend(segment, segment.damage().get(), last, identity);
            } else if (segment.lastIndex().isPresent()
                    && segment.entries().size()
                            != segment.lastIndex().getAsLong() - segment.firstIndex() + 1) {
                throw new StoreDamaged(
                        segment.file(), "it holds fewer entries than its name says", identity);
            }
            if (!last
                    && segments.get(i + 1).firstIndex()
                            != segment.firstIndex() + segment.entries().size()) {
                throw new StoreDamaged(segment.file(), "entries are missing behind it", identity);
            }
        }
        return segments;
    }

    private static void mend(
            SegmentFile segment, Damage damage, boolean last, StoreIdentity identity)
            throws IOException {
        if (!segment.open() || !last || !damage.torn()) {
            throw new StoreDamaged(
                    segment.file(),
                    "the log is damaged at octet "
                            + damage.offset()
                            + ", which no crash while writing explains",
                    identity);
        }
        LOG.warn(
                "{}: the last write before the stop was cut off at octet {}. It was not acknowledged and is taken away.",
                segment.file(),
                damage.offset());
        if (damage.offset() == 0) {
            Files.delete(segment.file()); // not even its header was written
            return;
        }
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            channel.truncate(damage.offset());
            channel.force(true);
        }
    }
}
