package io.aplomb.control.node;

import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.MembershipCodec;
import io.aplomb.control.pki.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a machine was told about its cluster before its node ran first: {@code STATE/membership}.
 * What the cluster has agreed on since is in the store.
 */
public final class ClusterFiles {
    private static final String MEMBERSHIP = "membership";

    private ClusterFiles() {}

    /** The membership as this machine learned it; empty where no cluster is set up. */
    public static Optional<Membership> membership(Path state) throws IOException {
        Path file = state.resolve(MEMBERSHIP);
        try {
            return Optional.of(MembershipCodec.decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException damaged) {
            throw new IOException(file + ": " + damaged.getMessage(), damaged);
        }
    }

    /** Keeps it, whole or not at all. */
    public static void save(Path state, Membership membership) throws IOException {
        SecretFile.write(state.resolve(MEMBERSHIP), MembershipCodec.encode(membership));
    }

    /** Forgets it. */
    public static void forget(Path state) throws IOException {
        SecretFile.delete(state.resolve(MEMBERSHIP));
    }
}
