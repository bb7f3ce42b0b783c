package io.aplomb.control.link;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How the links stand.
 *
 * @param listening where other nodes can connect to
 * @param missing where they should and cannot yet: the address is not on this machine, or taken
 * @param peers all other nodes
 * @param stalls how often the detector's thread itself was held up for more than half a beat
 * @param longestStallNs the worst of them, in nanoseconds
 * @param refused connections that were not ours: no certificate of the cluster, no member, or not
 *     our protocol
 * @param lastRefusal the reason of the last; empty for none
 */
public record LinksReport(
        List<InetSocketAddress> listening,
        List<InetSocketAddress> missing,
        List<PeerReport> peers,
        long stalls,
        long longestStallNs,
        long refused,
        String lastRefusal) {

    /** Keeps copies. */
    public LinksReport {
        listening = List.copyOf(listening);
        missing = List.copyOf(missing);
        peers = List.copyOf(peers);
    }

    /**
     * One other node.
     *
     * @param up whether it counts as there
     * @param suspect whether half of its silence is over
     * @param links in the order of its addresses
     * @param queuedBytes of messages that it has not confirmed
     * @param messagesSent since this process began
     * @param messagesReceived since this process began
     * @param messagesDropped because it was down or its queue was full
     * @param downs how often it was lost
     */
    public record PeerReport(
            String name,
            boolean up,
            boolean suspect,
            List<LinkReport> links,
            long queuedBytes,
            long messagesSent,
            long messagesReceived,
            long messagesDropped,
            long downs) {

        /** Keeps a copy. */
        public PeerReport {
            links = List.copyOf(links);
        }
    }

    /**
     * One link to it.
     *
     * @param number of the network, from 0
     * @param address of the other node
     * @param up whether it works
     * @param roundTripNs mean time there and back, in nanoseconds; -1 when not known
     * @param silentNs since it was heard, in nanoseconds; -1 while it is not up
     * @param lateBeats beats that came more than a beat late, on this connection
     * @param connects how often it was made
     * @param losses how often it was lost
     */
    public record LinkReport(
            int number,
            InetSocketAddress address,
            boolean up,
            long roundTripNs,
            long silentNs,
            long lateBeats,
            long connects,
            long losses) {}
}
