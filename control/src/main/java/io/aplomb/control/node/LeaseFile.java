package io.aplomb.control.node;

import io.aplomb.cluster.live.LeaseSettings;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long voices of this machine may count: the file {@code lease} in the state directory, there
 * while that is longer than by default. A process that has just started does not know to whom the
 * one before gave its voice, but by this for how long at the most. For one thread.
 */
final class LeaseFile {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseFile.class);
    private static final int USUAL_MS = LeaseSettings.DEFAULT.leaseMs();

    private final Path file;

    /** What the disk says, and what a process that dies now may have given. */
    private int keptMs;

    private int usedMs;
    private long sinceNs;

    /**
     * @param state the node's state directory
     * @param nowNs the start of the process
     */
    LeaseFile(Path state, long nowNs) {
        this.file = state.resolve("lease");
        this.keptMs = read(file);
        this.usedMs = keptMs;
        this.sinceNs = nowNs;
    }

    private static int read(Path file) {
        try {
            return Files.exists(file)
                    ? Math.max(USUAL_MS, Integer.parseInt(Files.readString(file).strip()))
                    : USUAL_MS;
        } catch (IOException | NumberFormatException damaged) {
            LOG.warn("{} is of no use, leases may have been long: {}", file, damaged.toString());
            return LeaseSettings.LONGEST_MS;
        }
    }

    /** The longest that voices of an earlier process may count, or of this one. */
    int longestMs() {
        return keptMs;
    }

    /**
     * Voices are to count this long from now on.
     *
     * @return how long they may: less while the disk does not take more
     */
    int use(int wantedMs, long nowNs) {
        if (wantedMs > keptMs) {
            try {
                write(wantedMs);
                keptMs = wantedMs;
            } catch (IOException refused) {
                LOG.error("leases stay at {} ms: {}", keptMs, refused.getMessage());
            }
        }
        int may = Math.min(wantedMs, keptMs);
        if (may != usedMs) {
            usedMs = may;
            sinceNs = nowNs;
        }
        return may;
    }

    /** The disk need not remember times that are over for all who were given them. */
    void look(long nowNs) {
        boolean over = nowNs - sinceNs > TimeUnit.MILLISECONDS.toNanos(keptMs);
        if (keptMs > Math.max(USUAL_MS, usedMs) && over) {
            try {
                write(usedMs);
                keptMs = Math.max(USUAL_MS, usedMs);
            } catch (IOException refused) {
                sinceNs = nowNs;
                LOG.warn("{}: {}", file, refused.getMessage());
            }
        }
    }

    private void write(int ms) throws IOException {
        Path fresh = file.resolveSibling("lease.new");
        if (ms <= USUAL_MS) {
            boolean _ = Files.deleteIfExists(file);
        } else {
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                out.write(Integer.toString(ms).getBytes(StandardCharsets.US_ASCII));
                out.getFD().sync();
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
