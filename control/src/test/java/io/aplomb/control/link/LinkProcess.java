package io.aplomb.control.link;

import io.aplomb.control.pki.ClusterIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The links of a node as a process of its own, which can be killed. Arguments: state directory,
 * port, beat and silence in milliseconds, then for each node its name, identity and addresses.
 * Prints what it hears; ends with its input.
 */
final class LinkProcess {
    private LinkProcess() {}

    public static void main(String[] args) throws Exception {
        ClusterIdentity identity = ClusterIdentity.load(Path.of(args[0])).orElseThrow();
        int port = Integer.parseInt(args[1]);
        LinkSettings settings =
                LinkSettings.defaults()
                        .withBeat(
                                Duration.ofMillis(Long.parseLong(args[2])),
                                Duration.ofMillis(Long.parseLong(args[3])));
        List<Peer> peers = new ArrayList<>();
        for (int i = 4; i < args.length; i += 3) {
            peers.add(peer(args[i], args[i + 1], args[i + 2], port));
        }
        LinkListener listener =
                new LinkListener() {
                    @Override
                    public void peerUp(String peer) {
                        System.out.println("up " + peer);
                    }

                    @Override
                    public void peerDown(String peer, DownCause cause, long silentNs) {
                        System.out.println("down " + peer + " " + cause);
                    }

                    @Override
                    public void message(String peer, byte[] bytes) {}
                };
        try (Links links = Links.start(identity, settings, listener, BeatPayload.NONE)) {
            links.setPeers(peers);
            while (System.in.read() >= 0) {
                // until the input ends
            }
        }
    }

    static Peer peer(String name, String id, String addresses, int port) throws Exception {
        List<InetSocketAddress> all = new ArrayList<>();
        for (String address : addresses.split(",")) {
            all.add(new InetSocketAddress(InetAddress.getByName(address), port));
        }
        return new Peer(name, UUID.fromString(id), all);
    }
}
