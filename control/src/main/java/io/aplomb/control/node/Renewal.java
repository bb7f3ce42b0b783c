package io.aplomb.control.node;

import io.aplomb.cluster.live.Member;
import io.aplomb.control.pki.ClusterAuthority;
import io.aplomb.control.pki.ClusterIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a node: renewed for the same key when half of its life is over, by the key of
 * the cluster's authority on this machine. Any thread; one renewal at a time.
 */
final class Renewal {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final Path state;
    private final InstantSource clock;
    private volatile ClusterIdentity identity;

    Renewal(Path state, ClusterIdentity identity, InstantSource clock) {
        this.state = state;
        this.identity = identity;
        this.clock = clock;
    }

    /** The identity of now. */
    ClusterIdentity identity() {
        return identity;
    }

    /** The certificate of now. */
    X509Certificate certificate() {
        return identity.certificate();
    }

    /**
     * Renews it where that is due.
     *
     * @param me with the addresses of now
     * @return whether there is another one; where it could not be made, that is logged and tried
     *     again the next time
     */
    synchronized boolean check(Member me) {
        if (!identity.isRenewalDue(clock.instant())) {
            return false;
        }
        try {
            ClusterAuthority authority =
                    ClusterAuthority.load(state)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "the key of the cluster's authority is not on this machine; take the node out and in again"));
            ClusterIdentity next =
                    identity.renewed(
                            authority.issue(
                                    identity.subject(),
                                    identity.certificate().getPublicKey(),
                                    addresses(me),
                                    clock.instant()));
            next.save(state);
            identity = next;
            LOG.info("the certificate is renewed until {}", certificate().getNotAfter());
            return true;
        } catch (IOException | GeneralSecurityException refused) {
            LOG.error(
                    "the certificate, good until {}, is not renewed: {}",
                    certificate().getNotAfter(),
                    refused.getMessage());
            return false;
        }
    }

    private static List<InetAddress> addresses(Member me) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : me.addresses()) {
            addresses.add(InetAddress.getByName(address));
        }
        return addresses;
    }
}
