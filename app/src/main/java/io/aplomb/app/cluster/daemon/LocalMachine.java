package io.aplomb.app.cluster.daemon;

import io.aplomb.app.cluster.tool.StateDirectory;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.MembershipCodec;
import io.aplomb.control.enrol.EnrolHandler;
import io.aplomb.control.enrol.EnrolReply;
import io.aplomb.control.enrol.EnrolRequest;
import io.aplomb.control.node.NodeFiles;
import io.aplomb.control.pki.CertificateRequest;
import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.pki.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this machine does when it is told to, by a person here or by another machine that it trusts:
 * becomes a node, starts, stops, forgets. One thing at a time.
 */
final class LocalMachine implements EnrolHandler {
    private static final Logger LOG = LoggerFactory.getLogger("aplomb.daemon");
    private static final Duration LEAVE = Duration.ofSeconds(90);

    /** What belongs to the machine and not to the cluster stays. */
    private static final Set<String> OF_MACHINE =
            Set.of("admin.sock", "pki", "known-hosts", "tokens", "enrol.token");

    private final String name;
    private final String version;
    private final StateDirectory state;
    private final NodeKeeper keeper;
    private @Nullable KeyPair pendingKey;

    LocalMachine(String name, String version, StateDirectory state, NodeKeeper keeper) {
        this.name = name;
        this.version = version;
        this.state = state;
        this.keeper = keeper;
    }

    String name() {
        return name;
    }

    @Override
    public synchronized EnrolReply answer(EnrolRequest request, String host) {
        try {
            LOG.info("{} asks: {}", host, request.getClass().getSimpleName());
            return switch (request) {
                case EnrolRequest.Status _ -> status();
                case EnrolRequest.NewKey key -> newKey(key.node());
                case EnrolRequest.Prepare prepare -> prepare(prepare);
                case EnrolRequest.Start _ -> {
                    keeper.start();
                    yield new EnrolReply.Done();
                }
                case EnrolRequest.Stop _ -> {
                    boolean _ = keeper.stop(LEAVE);
                    yield new EnrolReply.Done();
                }
                case EnrolRequest.Enable enable -> {
                    keeper.enable(enable.on());
                    yield new EnrolReply.Done();
                }
                case EnrolRequest.Destroy _ -> {
                    destroy();
                    yield new EnrolReply.Done();
                }
                case EnrolRequest.Forward _, EnrolRequest.Join _ ->
                        new EnrolReply.Refused("this is not done by " + name);
            };
        } catch (IOException | GeneralSecurityException failed) {
            return new EnrolReply.Refused(name + ": " + failed.getMessage());
        }
    }

    EnrolReply.Status status() throws IOException {
        return new EnrolReply.Status(
                name,
                version,
                new NodeFiles(state.path()).membership().map(Membership::cluster).orElse(""),
                keeper.node().isPresent(),
                keeper.isEnabled());
    }

    private EnrolReply newKey(String node) throws GeneralSecurityException {
        KeyPair pair = Keys.generate();
        pendingKey = pair;
        return new EnrolReply.Key(CertificateRequest.of(pair, node));
    }

    private EnrolReply prepare(EnrolRequest.Prepare prepare)
            throws IOException, GeneralSecurityException {
        KeyPair pair = pendingKey;
        if (pair == null) {
            return new EnrolReply.Refused(name + " has made no key to be certified");
        }
        if (keeper.node().isPresent()) {
            return new EnrolReply.Refused(
                    name + " runs a node already: aplomb cluster destroy " + name);
        }
        become(
                ClusterIdentity.of(
                        pair.getPrivate(),
                        certificate(prepare.certificate()),
                        certificate(prepare.authority())),
                MembershipCodec.decode(prepare.membership()));
        if (prepare.authorityKey().isPresent()) {
            ClusterAuthority.decoded(prepare.authorityKey().get()).save(state.path());
        }
        pendingKey = null;
        return new EnrolReply.Done();
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    /** Becomes a node of a cluster; what was left of an older one is gone. */
    synchronized void become(ClusterIdentity identity, Membership membership) throws IOException {
        forget();
        identity.save(state.path());
        new NodeFiles(state.path()).write(membership);
    }

    synchronized void destroy() throws IOException {
        boolean _ = keeper.stop(LEAVE);
        keeper.enable(false);
        forget();
    }

    private void forget() throws IOException {
        ClusterIdentity.forget(state.path());
        new NodeFiles(state.path()).forget();
        try (var entries = Files.newDirectoryStream(state.path())) {
            for (Path entry : entries) {
                String file = entry.getFileName() == null ? "" : entry.getFileName().toString();
                if (!OF_MACHINE.contains(file)) {
                    remove(entry);
                }
            }
        }
    }

    private static void remove(Path tree) throws IOException {
        Path _ =
                Files.walkFileTree(
                        tree,
                        new SimpleFileVisitor<>() {
                            @Override
                            public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
                                    throws IOException {
                                Files.delete(file);
                                return FileVisitResult.CONTINUE;
                            }

                            @Override
                            public FileVisitResult postVisitDirectory(
                                    Path directory, @Nullable IOException failed)
                                    throws IOException {
                                if (failed != null) {
                                    throw failed;
                                }
                                Files.delete(directory);
                                return FileVisitResult.CONTINUE;
                            }
                        });
    }
}
