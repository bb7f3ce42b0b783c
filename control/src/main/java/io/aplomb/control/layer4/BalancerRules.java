package io.aplomb.control.layer4;

import io.aplomb.base.Bytes;
import io.aplomb.base.net.IpAddress;
import io.aplomb.layer4.plan.Balancer;
import io.aplomb.layer4.plan.Balancer.Destination;
import io.aplomb.layer4.plan.Balancer.HashKey;
import io.aplomb.layer4.plan.Balancer.Picker;
import io.aplomb.linux.nftables.Batch;
import io.aplomb.linux.nftables.Expression;
import io.aplomb.linux.nftables.Expression.Lookup;
import io.aplomb.linux.nftables.Expression.Payload;
import io.aplomb.linux.nftables.Family;
import io.aplomb.linux.nftables.Register;
import io.aplomb.linux.nftables.SetElement;
import io.aplomb.linux.nftables.SetSpec;
import io.aplomb.linux.nftables.Verdict;
import io.aplomb.model.vrrp.VirtualServer.Persistence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one balancer, in nft(8)'s words:
 *
 * <pre>
 *   chain SERVICE {
 *     ip saddr @stay-SERVER goto SERVER        with persistence, one for each server
 *     numgen inc mod N vmap @pick-SERVICE      or numgen random, or jhash of the packet
 *   }
 *   chain SERVER {
 *     update @stay-SERVER { ip saddr }         with persistence
 *     dnat to ADDRESS:PORT
 *   }
 * </pre>
 *
 * A server's chain and the clients it remembers live as long as the server is there: one that comes
 * back begins without clients, as in IPVS. When its memory is full it serves all the same.
 */
final class BalancerRules {

    /** Clients that are remembered, of each server; an entry takes some hundred octets. */
    private static final int REMEMBERED_CLIENTS = 1 << 20;

    /** Any number, but the same on all machines: a client finds its server after a takeover. */
    private static final int SEED = 0x0ba1a4ce;

    private static final int V4_SOURCE = 12;
    private static final int V4_DESTINATION = 16;
    private static final int V6_SOURCE = 8;
    private static final int V6_DESTINATION = 24;
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int WORD = 4;
    private static final int PORT_BYTES = 2;

    /** An address, and behind it perhaps a port: five words in all. */
    private static final Register ADDRESS = new Register(0);

    private static final Register INDEX = new Register(6);

    private final String table;
    private final Balancer balancer;
    private final Family family;
    private final boolean v6;

    BalancerRules(String table, Balancer balancer) {
        this.table = table;
        this.balancer = balancer;
        this.v6 = balancer.match().v6();
        this.family = v6 ? Family.IP6 : Family.IP;
    }

    private String chain() {
        return balancer.match().name();
    }

    private String pick() {
        return "pick-" + chain();
    }

    private String chain(Destination server) {
        String address = server.address().toString().replace(':', '_');
        return "%s-to-%s-%d".formatted(chain(), address, server.port());
    }

    private String stay(Destination server) {
        return "stay-" + chain(server);
    }

    /** Makes the chain, empty. */
    void create(Batch batch) {
        batch.addChain(family, table, chain(), null);
    }

    /**
     * Makes the rules, in place of others.
     *
     * @param before whose rules are there; null for none
     */
    void fill(Batch batch, @Nullable Balancer before) {
        Map<String, Destination> gone = new HashMap<>();
        if (before != null) {
            batch.flushChain(family, table, chain());
            if (serves(before)) {
                batch.deleteSet(family, table, pick());
            }
            before.destinations().forEach(server -> gone.put(chain(server), server));
        }
        for (Destination server : balancer.destinations()) {
            if (gone.remove(chain(server)) == null) {
                add(batch, server);
            }
        }
        gone.values().forEach(server -> remove(batch, server));
        Persistence persistence = balancer.persistence();
        if (persistence != null) {
            for (Destination server : balancer.destinations()) {
                List<Expression> steps = new ArrayList<>(client(persistence));
                steps.add(Lookup.in(stay(server), ADDRESS));
                steps.add(new Expression.Decide(new Verdict.Goto(chain(server))));
                batch.addRule(family, table, chain(), steps);
            }
        }
        if (serves(balancer)) {
            slots(batch);
            batch.addRule(family, table, chain(), picking());
        }
    }

    private static boolean serves(Balancer one) {
        return !(one.picker() instanceof Picker.Nobody);
    }

    private void add(Batch batch, Destination server) {
        batch.addChain(family, table, chain(server), null);
        Persistence persistence = balancer.persistence();
        if (persistence != null) {
            long timeoutMs = TimeUnit.NANOSECONDS.toMillis(persistence.timeoutNs());
            SetSpec clients =
                    new SetSpec(
                            stay(server),
                            v6 ? SetSpec.Type.IPV6 : SetSpec.Type.IPV4,
                            null,
                            false,
                            true,
                            timeoutMs,
                            REMEMBERED_CLIENTS);
            batch.addSet(family, table, clients);
            List<Expression> steps = new ArrayList<>(client(persistence));
            steps.add(
                    new Expression.Learn(
                            Expression.LearnKind.UPDATE, stay(server), ADDRESS, null, timeoutMs));
            batch.addRule(family, table, chain(server), steps);
        }
        batch.addRule(family, table, chain(server), sending(server));
    }

    private void remove(Batch batch, Destination server) {
        batch.flushChain(family, table, chain(server));
        batch.deleteChain(family, table, chain(server));
        if (balancer.persistence() != null) {
            batch.deleteSet(family, table, stay(server));
        }
    }

    private List<Expression> sending(Destination server) {
        List<Expression> steps = new ArrayList<>();
        steps.add(new Expression.Immediate(ADDRESS, Bytes.of(server.address().toBytes())));
        if (server.port() == 0) {
            steps.add(new Expression.ChangeDestination(family, ADDRESS, null));
            return steps;
        }
        byte[] port = {(byte) (server.port() >>> 8), (byte) server.port()};
        steps.add(new Expression.Immediate(INDEX, Bytes.of(port)));
        steps.add(new Expression.ChangeDestination(family, ADDRESS, INDEX));
        return steps;
    }

    private void slots(Batch batch) {
        boolean ranges = balancer.picker() instanceof Picker.Chance;
        batch.addSet(
                family,
                table,
                new SetSpec(
                        pick(),
                        ranges ? SetSpec.Type.INTEGER : SetSpec.Type.MARK,
                        SetSpec.Type.VERDICT,
                        ranges,
                        false,
                        0,
                        0));
        Map<Integer, Verdict> bySlot = new HashMap<>();
        balancer.destinations()
                .forEach(server -> bySlot.put(server.slot(), new Verdict.Goto(chain(server))));
        List<SetElement> elements = new ArrayList<>();
        switch (balancer.picker()) {
            case Picker.Nobody _ -> {}
            case Picker.Turns(List<Integer> slots) -> indexed(slots, bySlot, elements);
            case Picker.Hashed hashed -> indexed(hashed.buckets(), bySlot, elements);
            case Picker.Chance chance -> {
                int from = 0;
                for (int i = 0; i < chance.slots().size(); i++) {
                    elements.add(decision(order(from), bySlot, chance.slots().get(i)));
                    from += chance.shares().get(i);
                    elements.add(new SetElement.RangeEnd(order(from)));
                }
            }
        }
        batch.addElements(family, table, pick(), elements);
    }

    private static void indexed(
            List<Integer> slots, Map<Integer, Verdict> bySlot, List<SetElement> elements) {
        for (int i = 0; i < slots.size(); i++) {
            elements.add(decision(number(i), bySlot, slots.get(i)));
        }
    }

    private static SetElement decision(Bytes key, Map<Integer, Verdict> bySlot, int slot) {
        return new SetElement.Decision(key, bySlot.getOrDefault(slot, new Verdict.Return()));
    }

    /** The client's address as far as it counts. */
    private List<Expression> client(Persistence persistence) {
        List<Expression> steps = new ArrayList<>();
        steps.add(source());
        if (persistence.maskBits() < addressBytes() * Byte.SIZE) {
            IpAddress all = v6 ? IpAddress.v6(-1, -1) : IpAddress.v4(-1);
            Bytes mask = Bytes.of(all.masked(persistence.maskBits()).toBytes());
            steps.add(new Expression.Mask(ADDRESS, ADDRESS, mask));
        }
        return steps;
    }

    private List<Expression> picking() {
        List<Expression> steps = new ArrayList<>();
        switch (balancer.picker()) {
            case Picker.Nobody _ -> {}
            case Picker.Turns(List<Integer> slots) ->
                    steps.add(
                            new Expression.Number(
                                    Expression.Numbering.INCREMENTAL, slots.size(), INDEX));
            case Picker.Chance chance -> {
                steps.add(
                        new Expression.Number(Expression.Numbering.RANDOM, chance.total(), INDEX));
                steps.add(new Expression.ToNetworkOrder(INDEX, INDEX));
            }
            case Picker.Hashed(HashKey key, List<Integer> buckets) -> {
                steps.addAll(hashed(key));
                int bytes = addressBytes() + (key == HashKey.SOURCE_AND_PORT ? WORD : 0);
                steps.add(new Expression.Hash(ADDRESS, bytes, buckets.size(), SEED, INDEX));
            }
        }
        steps.add(Lookup.decide(pick(), INDEX));
        return steps;
    }

    private List<Expression> hashed(HashKey key) {
        return switch (key) {
            case SOURCE -> List.of(source());
            case DESTINATION -> List.of(destination(family, ADDRESS));
            case SOURCE_AND_PORT ->
                    List.of(
                            source(),
                            new Payload(
                                    Expression.Base.TRANSPORT,
                                    0,
                                    PORT_BYTES,
                                    new Register(addressBytes() / WORD)));
        };
    }

    private Expression source() {
        return new Payload(
                Expression.Base.NETWORK, v6 ? V6_SOURCE : V4_SOURCE, addressBytes(), ADDRESS);
    }

    /** The address a packet goes to. */
    static Expression destination(Family family, Register to) {
        boolean v6 = family == Family.IP6;
        return new Payload(
                Expression.Base.NETWORK,
                v6 ? V6_DESTINATION : V4_DESTINATION,
                v6 ? V6_BYTES : V4_BYTES,
                to);
    }

    private int addressBytes() {
        return v6 ? V6_BYTES : V4_BYTES;
    }

    /** In the machine's order, as numgen, hash and marks are. */
    static Bytes number(int value) {
        return Bytes.of(
                ByteBuffer.allocate(WORD).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    /** In the network's order, as ranges are. */
    private static Bytes order(int value) {
        return Bytes.of(ByteBuffer.allocate(WORD).putInt(value).array());
    }
}
