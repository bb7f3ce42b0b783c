package io.aplomb.control.node;

import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.MembershipCodec;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a node keeps in its state directory beside its identity ({@code pki/}) and the store ({@code
 * store/}): {@code membership}, who belonged to the cluster when it last knew; {@code joining}
 * while the store of this node is still to be called in by the others.
 */
public final class NodeFiles {
    private final Path state;

    public NodeFiles(Path state) {
        this.state = state;
    }

    /** The directory itself. */
    Path state() {
        return state;
    }

    /** Where the store's data are. */
    Path store() {
        return state.resolve("store");
    }

    /** Who belonged to the cluster when this node last knew; empty where it is in none. */
    public Optional<Membership> membership() throws IOException {
        Path file = state.resolve("membership");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MembershipCodec.decode(Files.readAllBytes(file)));
        } catch (IllegalArgumentException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    /** Keeps it, so that either the old or the new one is there after a loss of power. */
    public void write(Membership membership) throws IOException {
        Files.createDirectories(state);
        Path file = state.resolve("membership");
        Path fresh = state.resolve("membership.new");
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(MembershipCodec.encode(membership));
            out.getFD().sync();
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(state, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** This node is in no cluster any more. The identity is forgotten by whoever keeps it. */
    public void forget() throws IOException {
        Files.deleteIfExists(state.resolve("membership"));
    }
}
