package io.aplomb.control.vip;

import io.aplomb.linux.DirectoryEvents;
import io.aplomb.linux.DirectoryEvents.Event;
import io.aplomb.linux.Poller;
import io.aplomb.linux.SystemCallException;
import io.aplomb.model.vrrp.TrackFile;
import io.aplomb.vrrp.track.TrackStatus;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the numbers of all {@code track_file} blocks, and again whenever a file was written, came
 * or went, on a thread of its own. A file that is not there counts as 0, as in keepalived; one that
 * holds a number out of all range changes nothing and is logged.
 */
final class FileWatch implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    /** A number is at its begin; keepalived reads as much. */
    private static final int READ_BYTES = 128;

    /** So often it is tried to watch a directory that is not there. */
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long STOP_PATIENCE_MS = 5_000;

    private final List<Tracked> all = new ArrayList<>();
    private final BiConsumer<String, TrackStatus> listener;
    private final DirectoryEvents events;
    private final Poller poller;
    private final Map<Integer, Path> watched = new HashMap<>();
    private final Set<Path> missing = new HashSet<>();
    private final Thread thread;
    private volatile boolean stopping;

    /** A file, and the number last told. */
    private static final class Tracked {
        private final TrackFile file;
        private final Path path;
        private TrackStatus told = TrackStatus.UNKNOWN;

        Tracked(TrackFile file) {
            this.file = file;
            this.path = Path.of(file.path()).toAbsolutePath();
        }

        Path directory() {
            Path parent = path.getParent();
            return parent == null ? path : parent;
        }
    }

    /**
     * Makes one that does not watch yet.
     *
     * @param listener told a file's name and number at each change: at first on the thread that
     *     calls {@link #start}, then on the watch's own
     */
    FileWatch(List<TrackFile> files, BiConsumer<String, TrackStatus> listener)
            throws SystemCallException {
        files.forEach(file -> all.add(new Tracked(file)));
        this.listener = listener;
        this.events = DirectoryEvents.open();
        this.poller = Poller.open();
        this.thread = Thread.ofPlatform().name("vrrp-files").daemon().unstarted(this::run);
    }

    /**
     * Writes the files that are to be initialised, tells all numbers, then watches.
     *
     * @param first not after a reload, which leaves alone what a file says
     */
    void start(boolean first) {
        for (Tracked each : all) {
            initialise(each, first);
            missing.add(each.directory());
        }
        watchMissing();
        all.forEach(this::read);
        thread.start();
    }

    private static void initialise(Tracked each, boolean first) {
        TrackFile.InitialValue initial = each.file.initial();
        boolean overwrite = initial != null && initial.overwrite() && first;
        if (initial == null || (!overwrite && Files.exists(each.path))) {
            return;
        }
        try {
            var _ = Files.writeString(each.path, initial.value() + "\n");
        } catch (IOException refused) {
            LOG.error("{}: init_file: {}", each.file.position(), refused.toString());
        }
    }

    private void run() {
        try {
            while (!stopping) {
                long patienceNs = missing.isEmpty() ? -1 : RETRY_NS;
                List<Integer> _ = poller.await(List.of(events.fd()), patienceNs);
                events.take().forEach(this::heard);
                if (watchMissing()) {
                    all.forEach(this::read);
                }
            }
        } catch (SystemCallException failure) {
            LOG.error("tracked files are no longer watched: {}", failure.getMessage());
        }
    }

    private void heard(Event event) {
        switch (event) {
            case Event.Changed(int watch, String name) -> {
                Path directory = watched.get(watch);
                if (directory != null) {
                    Path path = directory.resolve(name);
                    all.stream().filter(each -> each.path.equals(path)).forEach(this::read);
                }
            }
            case Event.DirectoryGone(int watch) -> {
                Path directory = watched.remove(watch);
                if (directory != null) {
                    missing.add(directory);
                    all.forEach(this::read);
                }
            }
            case Event.Lost() -> all.forEach(this::read);
        }
    }

    /** Watches what was not there before; whether anything was there now. */
    private boolean watchMissing() {
        boolean found = false;
        for (Path directory : List.copyOf(missing)) {
            try {
                watched.put(events.watch(directory.toString()), directory);
                missing.remove(directory);
                found = true;
            } catch (SystemCallException refused) {
                LOG.debug("cannot watch {} yet: {}", directory, refused.getMessage());
            }
        }
        return found;
    }

    private void read(Tracked each) {
        OptionalInt number = number(each);
        if (number.isEmpty()) {
            return;
        }
        TrackStatus status = new TrackStatus.Value(number.getAsInt());
        if (!status.equals(each.told)) {
            each.told = status;
            LOG.info("file {} holds {}", each.file.name(), number.getAsInt());
            listener.accept(each.file.name(), status);
        }
    }

    private static OptionalInt number(Tracked each) {
        try (InputStream in = Files.newInputStream(each.path)) {
            String text = new String(in.readNBytes(READ_BYTES), StandardCharsets.ISO_8859_1);
            OptionalInt number = TrackedNumber.of(text);
            if (number.isEmpty()) {
                LOG.warn("{} holds a number out of range; it changes nothing", each.path);
            }
            return number;
        } catch (NoSuchFileException absent) {
            return OptionalInt.of(0);
        } catch (IOException refused) {
            LOG.warn("cannot read {}: {}; it counts as 0", each.path, refused.toString());
            return OptionalInt.of(0);
        }
    }

    /** Ends the thread, and waits for that. */
    @Override
    public void close() {
        stopping = true;
        try {
            poller.wake();
            thread.join(STOP_PATIENCE_MS);
        } catch (SystemCallException ended) {
            LOG.debug("the watch of files has ended: {}", ended.getMessage());
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            events.close();
            poller.close();
        }
    }
}
