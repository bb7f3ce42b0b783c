package io.aplomb.control.store;

import io.aplomb.control.store.StoreDirectory.Marker;
import io.aplomb.control.store.StoreDirectory.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the next generation of a cluster from what one node holds. */
final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");

    private Rebuild() {}

    private record Found(long term, long index, Path file) {}

    static StoreIdentity nextGeneration(
            StoreSettings settings, Marker old, ReplicatedMachine machine) throws IOException {
        StoreDirectory directory = new StoreDirectory(settings.directory());
        StoreIdentity identity = old.identity();
        Sessions sessions = new Sessions();
        long index = -1;
        Optional<Found> latest = latestSnapshot(directory.snapshots(identity));
        if (latest.isPresent()) {
            Snapshot snapshot = decode(latest.get().file(), identity);
            sessions.decode(snapshot.sessions());
            machine.restore(snapshot.machine());
            index = latest.get().index();
        }
        List<SegmentFile> segments = LogCheck.checkAndMend(directory.log(identity), identity);
        Applying applying = new Applying(sessions, machine);
        for (SegmentFile segment : segments) {
            for (LogEntryProto entry : segment.entries()) {
                if (entry.getIndex() > index) {
                    if (entry.getIndex() != index + 1) {
                        throw new StoreDamaged(
                                segment.file(), "entries are missing before it", identity);
                    }
                    index = entry.getIndex();
                    apply(applying, entry);
                }
            }
        }
        long term = Math.max(1, directory.term(identity));
        StoreIdentity next =
                new StoreIdentity(identity.clusterId(), identity.generation() + 1, identity.self());
        byte[] seed = new Snapshot(sessions.encode(), machine.snapshot()).encode();
        directory.make(
                new Marker(next, new Members(List.of(settings.self()), List.of())),
                Optional.of(new Seed(term, Math.max(0, index), seed)));
        LOG.warn(
                "{}: generation {} begins with this node alone, at index {}",
                identity.self(),
                next.generation(),
                index);
        return next;
    }

    private static void apply(Applying applying, LogEntryProto entry) {
        if (entry.hasStateMachineLogEntry()) {
            applying.apply(
                    entry.getTerm(),
                    entry.getIndex(),
                    Envelope.decode(
                            entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer()));
        }
    }

    private static Snapshot decode(Path file, StoreIdentity identity) throws IOException {
        try {
            return Snapshot.decode(Files.readAllBytes(file));
        } catch (IOException broken) {
            throw new StoreDamaged(file, String.valueOf(broken.getMessage()), identity);
        }
    }

    private static Optional<Found> latestSnapshot(Path folder) throws IOException {
        Optional<Found> latest = Optional.empty();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher name = SNAPSHOT.matcher(file.getFileName().toString());
                if (name.matches()) {
                    long index = Long.parseLong(name.group(2));
                    if (latest.isEmpty() || latest.get().index() < index) {
                        latest = Optional.of(new Found(Long.parseLong(name.group(1)), index, file));
                    }
                }
            }
        }
        return latest;
    }
}
