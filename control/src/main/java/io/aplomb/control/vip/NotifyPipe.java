package io.aplomb.control.vip;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.SystemCallException;
import io.aplomb.model.vrrp.NotifyFifo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named pipe that is told of changes. It is held open in both directions, so that nobody waits
 * for a reader; when nobody reads and it is full, lines are dropped and that is logged.
 */
public final class NotifyPipe implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyPipe.class);

    /** As keepalived makes it: for its owner. */
    private static final int MODE = 0600;

    private final String path;
    private final int fd;

    private NotifyPipe(String path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    /** Makes it if need be, and opens it; empty, and logged, when that is refused. */
    public static Optional<NotifyPipe> open(NotifyFifo configured) {
        String path = configured.path();
        try {
            make(configured);
            return Optional.of(new NotifyPipe(path, Descriptors.openPipe(path)));
        } catch (IOException refused) {
            LOG.warn("{}: notify_fifo: {}", configured.position(), refused.getMessage());
            return Optional.empty();
        }
    }

    private static void make(NotifyFifo configured) throws IOException {
        Path path = Path.of(configured.path());
        if (Files.exists(path)) {
            return;
        }
        Descriptors.makePipe(configured.path(), MODE);
        if (configured.owner() != null) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class);
            view.setOwner(
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(configured.owner().user()));
        }
    }

    /** Writes one line, or drops it. */
    public void write(String line) {
        try {
            Descriptors.write(fd, line.getBytes(StandardCharsets.UTF_8));
        } catch (SystemCallException full) {
            LOG.warn("notify_fifo {}: {}; dropped: {}", path, full.errnoName(), line.strip());
        }
    }

    @Override
    public void close() {
        try {
            Descriptors.close(fd);
        } catch (SystemCallException gone) {
            // After any error of close(2) the descriptor is gone all the same.
            return;
        }
    }
}
