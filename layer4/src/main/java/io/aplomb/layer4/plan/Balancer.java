package io.aplomb.layer4.plan;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the packet filter does with new connections of one service. Packets of a connection go where
 * its first one went, and answers get the service's address back; the kernel's connection tracking
 * does that.
 *
 * @param destinations by slot; a client bound to one of them stays, a new one is given to those of
 *     the picker only
 * @param persistence null for none
 */
public record Balancer(
        Match match,
        Picker picker,
        List<Destination> destinations,
        @Nullable Persistence persistence) {

    public Balancer {
        destinations = List.copyOf(destinations);
    }

    /**
     * Where connections go.
     *
     * @param port 0 to keep the client's
     */
    public record Destination(int slot, IpAddress address, int port) {}

    /** How a new connection finds its slot. */
    public sealed interface Picker {

        /** No server is left: connections are refused. */
        record Nobody() implements Picker {}

        /** One after the other, from the begin again after the last. */
        record Turns(List<Integer> slots) implements Picker {
            public Turns {
                slots = List.copyOf(slots);
            }
        }

        /** By chance, a share each; {@code shares} are of the same length as {@code slots}. */
        record Chance(List<Integer> slots, List<Integer> shares) implements Picker {
            public Chance {
                slots = List.copyOf(slots);
                shares = List.copyOf(shares);
            }

            public int total() {
                return shares.stream().mapToInt(Integer::intValue).sum();
            }
        }

        /** By a hash of the packet: the slot stands in the bucket of the hash. */
        record Hashed(HashKey key, List<Integer> buckets) implements Picker {
            public Hashed {
                buckets = List.copyOf(buckets);
            }
        }
    }

    /** What is hashed. */
    public enum HashKey {
        SOURCE,
        SOURCE_AND_PORT,
        DESTINATION
    }
}
