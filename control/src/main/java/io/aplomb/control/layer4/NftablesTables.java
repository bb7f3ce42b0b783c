package io.aplomb.control.layer4;

import io.aplomb.base.Bytes;
import io.aplomb.base.net.IpAddress;
import io.aplomb.layer4.plan.Balancer;
import io.aplomb.layer4.plan.Balancer.Picker;
import io.aplomb.layer4.plan.Match;
import io.aplomb.layer4.plan.NftablesPlan;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.nftables.Batch;
import io.aplomb.linux.nftables.Expression;
import io.aplomb.linux.nftables.Expression.Compare;
import io.aplomb.linux.nftables.Expression.Decide;
import io.aplomb.linux.nftables.Expression.Meta;
import io.aplomb.linux.nftables.Expression.MetaKey;
import io.aplomb.linux.nftables.Expression.Relation;
import io.aplomb.linux.nftables.Family;
import io.aplomb.linux.nftables.Hook;
import io.aplomb.linux.nftables.NfTables;
import io.aplomb.linux.nftables.Register;
import io.aplomb.linux.nftables.SetElement;
import io.aplomb.linux.nftables.SetSpec;
import io.aplomb.linux.nftables.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Virtual servers as tables of the packet filter, one for each of IPv4 and IPv6:
 *
 * <pre>
 *   prerouting, output (nat) -- to this machine? --> services -- mark, address and port --> chain
 *   input (filter) ------------ service without servers? --> "port unreachable"
 * </pre>
 *
 * As IPVS, it takes only what is sent to an address of this machine: the machine that stands by
 * lets packets for the other one pass. A change of servers is one batch, so no packet ever sees
 * half of it.
 */
final class NftablesTables implements ServerTables {

    /** The usual places of destination NAT and of filters, nft(8). */
    private static final int DESTINATION_NAT = -100;

    private static final int FILTER = 0;

    private static final String SERVICES = "services";
    private static final String REFUSED = "refused";
    private static final int PORT_OFFSET = 2;
    private static final int PORT_BYTES = 2;
    private static final int WORD = 4;
    private static final Register FIRST = new Register(0);

    private final NfTables kernel;
    private final String table;
    private final Map<String, Balancer> applied = new LinkedHashMap<>();

    NftablesTables(NfTables kernel, String table) {
        this.kernel = kernel;
        this.table = table;
    }

    @Override
    public void serve(List<Served> all) throws SystemCallException {
        Map<String, Balancer> wanted = new LinkedHashMap<>();
        for (Served served : all) {
            for (Balancer balancer : NftablesPlan.balancers(served.server(), served.pool())) {
                wanted.put(balancer.match().name(), balancer);
            }
        }
        Batch batch = new Batch();
        if (applied.isEmpty()) {
            create(batch, wanted);
        }
        boolean changed = false;
        DepartedServers departed = new DepartedServers();
        for (Map.Entry<String, Balancer> entry : wanted.entrySet()) {
            Balancer before = applied.get(entry.getKey());
            if (entry.getValue().equals(before)) {
                continue;
            }
            changed = true;
            departed.add(before, entry.getValue());
            new BalancerRules(table, entry.getValue()).fill(batch, before);
        }
        if (changed) {
            refuse(batch, wanted);
            kernel.apply(batch);
            applied.putAll(wanted);
            departed.forget();
        }
    }

    /** Everything but the chains' rules; what a predecessor left goes in the same moment. */
    private void create(Batch batch, Map<String, Balancer> wanted) {
        for (Family family : List.of(Family.IP, Family.IP6)) {
            List<Balancer> own =
                    wanted.values().stream().filter(one -> family(one) == family).toList();
            if (own.isEmpty()) {
                batch.removeTable(family, table);
                continue;
            }
            batch.clearTable(family, table);
            batch.addChain(family, table, SERVICES, null);
            batch.addChain(
                    family,
                    table,
                    REFUSED,
                    new Hook(Hook.Type.FILTER, Hook.Point.INPUT, FILTER, true));
            own.forEach(balancer -> new BalancerRules(table, balancer).create(batch));
            dispatch(batch, family, own);
            hook(batch, family, "arriving", Hook.Point.PREROUTING);
            hook(batch, family, "leaving", Hook.Point.OUTPUT);
        }
    }

    private static Family family(Balancer balancer) {
        return balancer.match().v6() ? Family.IP6 : Family.IP;
    }

    private void hook(Batch batch, Family family, String chain, Hook.Point point) {
        batch.addChain(family, table, chain, new Hook(Hook.Type.NAT, point, DESTINATION_NAT, true));
        batch.addRule(
                family,
                table,
                chain,
                List.of(
                        new Expression.DestinationType(FIRST),
                        new Compare(
                                FIRST,
                                Relation.EQUAL,
                                BalancerRules.number(Expression.DestinationType.LOCAL)),
                        new Decide(new Verdict.Jump(SERVICES))));
    }

    /** In IPVS's order: marks, then address and port, then ranges and addresses with any port. */
    private void dispatch(Batch batch, Family family, List<Balancer> balancers) {
        List<SetElement> exact = new ArrayList<>();
        List<Match> others = new ArrayList<>();
        for (Balancer balancer : balancers) {
            switch (balancer.match()) {
                case Match.Mark mark -> send(batch, family, mark);
                case Match.Addresses addresses when addresses.isOne() && addresses.port() != 0 ->
                        exact.add(
                                new SetElement.Decision(
                                        key(addresses), new Verdict.Goto(addresses.name())));
                case Match.Addresses addresses -> others.add(addresses);
            }
        }
        if (!exact.isEmpty()) {
            lookup(batch, family, exact);
        }
        others.forEach(match -> send(batch, family, match));
    }

    private void send(Batch batch, Family family, Match match) {
        List<Expression> steps = new ArrayList<>(matching(match, family));
        steps.add(new Decide(new Verdict.Goto(match.name())));
        batch.addRule(family, table, SERVICES, steps);
    }

    private void lookup(Batch batch, Family family, List<SetElement> exact) {
        SetSpec.Type address = family == Family.IP6 ? SetSpec.Type.IPV6 : SetSpec.Type.IPV4;
        batch.addSet(
                family,
                table,
                SetSpec.map(
                        SERVICES,
                        SetSpec.Type.concatenation(
                                address, SetSpec.Type.PROTOCOL, SetSpec.Type.PORT),
                        SetSpec.Type.VERDICT));
        batch.addElements(family, table, SERVICES, exact);
        int next = address.bytes() / WORD;
        batch.addRule(
                family,
                table,
                SERVICES,
                List.of(
                        BalancerRules.destination(family, FIRST),
                        new Meta(MetaKey.TRANSPORT_PROTOCOL, new Register(next)),
                        port(new Register(next + 1)),
                        Expression.Lookup.decide(SERVICES, FIRST)));
    }

    private static Bytes key(Match.Addresses addresses) {
        byte[] address = addresses.first().toBytes();
        return Bytes.of(
                ByteBuffer.allocate(address.length + 2 * WORD)
                        .put(address)
                        .put((byte) Match.number(addresses.protocol()))
                        .position(address.length + WORD)
                        .putShort((short) addresses.port())
                        .array());
    }

    private static Expression port(Register to) {
        return new Expression.Payload(Expression.Base.TRANSPORT, PORT_OFFSET, PORT_BYTES, to);
    }

    /** The steps that end the rule for other packets. */
    private static List<Expression> matching(Match match, Family family) {
        List<Expression> steps = new ArrayList<>();
        switch (match) {
            case Match.Mark mark -> {
                steps.add(new Meta(MetaKey.MARK, FIRST));
                steps.add(
                        new Compare(
                                FIRST, Relation.EQUAL, BalancerRules.number((int) mark.mark())));
            }
            case Match.Addresses addresses -> {
                byte protocol = (byte) Match.number(addresses.protocol());
                steps.add(new Meta(MetaKey.TRANSPORT_PROTOCOL, FIRST));
                steps.add(new Compare(FIRST, Relation.EQUAL, Bytes.of(new byte[] {protocol})));
                steps.add(BalancerRules.destination(family, FIRST));
                steps.add(new Compare(FIRST, Relation.AT_LEAST, octets(addresses.first())));
                steps.add(new Compare(FIRST, Relation.AT_MOST, octets(addresses.last())));
                if (addresses.port() != 0) {
                    byte[] port = {(byte) (addresses.port() >>> 8), (byte) addresses.port()};
                    steps.add(port(FIRST));
                    steps.add(new Compare(FIRST, Relation.EQUAL, Bytes.of(port)));
                }
            }
        }
        return steps;
    }

    private static Bytes octets(IpAddress address) {
        return Bytes.of(address.toBytes());
    }

    /** What no server serves is answered as IPVS answers it, not by a program of this machine. */
    private void refuse(Batch batch, Map<String, Balancer> wanted) {
        List<Family> flushed = new ArrayList<>();
        for (Balancer balancer : wanted.values()) {
            Family family = family(balancer);
            if (!flushed.contains(family)) {
                flushed.add(family);
                batch.flushChain(family, table, REFUSED);
            }
            if (balancer.picker() instanceof Picker.Nobody) {
                List<Expression> steps = new ArrayList<>(matching(balancer.match(), family));
                steps.add(new Expression.RejectPort(family));
                batch.addRule(family, table, REFUSED, steps);
            }
        }
    }

    @Override
    public void clear(List<ServerTables> successors) throws SystemCallException {
        applied.clear();
        for (ServerTables successor : successors) {
            if (successor instanceof NftablesTables other && other.table.equals(table)) {
                return;
            }
        }
        kernel.apply(new Batch().removeTable(Family.IP, table).removeTable(Family.IP6, table));
    }

    @Override
    public void close() {
        kernel.close();
    }
}
