package io.aplomb.control.vip;

import io.aplomb.base.Bytes;
import io.aplomb.base.net.IpAddress;
import io.aplomb.linux.nftables.Batch;
import io.aplomb.linux.nftables.Expression;
import io.aplomb.linux.nftables.Expression.Compare;
import io.aplomb.linux.nftables.Expression.Decide;
import io.aplomb.linux.nftables.Expression.Lookup;
import io.aplomb.linux.nftables.Expression.Meta;
import io.aplomb.linux.nftables.Expression.MetaKey;
import io.aplomb.linux.nftables.Expression.Payload;
import io.aplomb.linux.nftables.Expression.Relation;
import io.aplomb.linux.nftables.Family;
import io.aplomb.linux.nftables.Hook;
import io.aplomb.linux.nftables.Register;
import io.aplomb.linux.nftables.SetElement;
import io.aplomb.linux.nftables.SetSpec;
import io.aplomb.linux.nftables.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The packet filter of {@code no_accept}: packets to virtual addresses are dropped, and those from
 * them, but for neighbour solicitations and advertisements (RFC 9568 section 6.4.3). The same rules
 * as keepalived's, in one table for both families. Pure.
 *
 * <p>A link-local address is one only together with its interface.
 */
final class AcceptRules {

    private static final String V4 = "addresses_v4";
    private static final String V6 = "addresses_v6";
    private static final String LINK_LOCAL = "addresses_link_local";

    /** Before the usual filters, as in keepalived. */
    private static final int PRIORITY = -1;

    private static final Register FIRST = new Register(0);
    private static final Register AFTER_V6 = new Register(4);

    private static final int NFPROTO_IPV4 = 2;
    private static final int NFPROTO_IPV6 = 10;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;

    private static final int V4_SOURCE_OFFSET = 12;
    private static final int V4_DESTINATION_OFFSET = 16;
    private static final int V6_SOURCE_OFFSET = 8;
    private static final int V6_DESTINATION_OFFSET = 24;

    private static final long LINK_LOCAL_BITS = 0xfe80_0000_0000_0000L;
    private static final long LINK_LOCAL_MASK = 0xffc0_0000_0000_0000L;

    private AcceptRules() {}

    /** An address that takes no packets, and the interface it is on. */
    record Refused(IpAddress address, int linkIndex) {

        private boolean isLinkLocal() {
            return address.v6() && (address.high() & LINK_LOCAL_MASK) == LINK_LOCAL_BITS;
        }
    }

    /** Fills an empty table. */
    static void fill(Batch batch, String table, Collection<Refused> refused) {
        addSet(batch, table, SetSpec.of(V4, SetSpec.Type.IPV4), elements(refused, V4));
        addSet(batch, table, SetSpec.of(V6, SetSpec.Type.IPV6), elements(refused, V6));
        SetSpec.Type onLink =
                SetSpec.Type.concatenation(SetSpec.Type.IPV6, SetSpec.Type.INTERFACE_INDEX);
        addSet(batch, table, SetSpec.of(LINK_LOCAL, onLink), elements(refused, LINK_LOCAL));
        Batch _ = batch.addChain(Family.INET, table, "in", hook(Hook.Point.INPUT));
        Batch _ = batch.addChain(Family.INET, table, "out", hook(Hook.Point.OUTPUT));
        rules(batch, table, "in", true);
        rules(batch, table, "out", false);
    }

    private static Hook hook(Hook.Point point) {
        return new Hook(Hook.Type.FILTER, point, PRIORITY, true);
    }

    private static void addSet(Batch batch, String table, SetSpec set, List<SetElement> elements) {
        Batch _ = batch.addSet(Family.INET, table, set);
        Batch _ = batch.addElements(Family.INET, table, set.name(), elements);
    }

    private static List<SetElement> elements(Collection<Refused> refused, String set) {
        List<Bytes> keys = new ArrayList<>();
        for (Refused each : refused) {
            String own = each.isLinkLocal() ? LINK_LOCAL : each.address().v6() ? V6 : V4;
            Bytes key = each.isLinkLocal() ? keyOnLink(each) : Bytes.of(each.address().toBytes());
            if (own.equals(set) && !keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys.stream().<SetElement>map(SetElement.Member::new).toList();
    }

    private static Bytes keyOnLink(Refused refused) {
        byte[] address = refused.address().toBytes();
        return Bytes.of(
                ByteBuffer.allocate(address.length + Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .put(address)
                        .putInt(refused.linkIndex())
                        .array());
    }

    private static void rules(Batch batch, String table, String chain, boolean in) {
        int v4 = in ? V4_DESTINATION_OFFSET : V4_SOURCE_OFFSET;
        int v6 = in ? V6_DESTINATION_OFFSET : V6_SOURCE_OFFSET;
        MetaKey link = in ? MetaKey.INPUT_INTERFACE : MetaKey.OUTPUT_INTERFACE;
        rule(batch, table, chain, neighbourDiscovery());
        rule(batch, table, chain, drop(NFPROTO_IPV4, V4, network(v4, 4)));
        rule(batch, table, chain, drop(NFPROTO_IPV6, V6, network(v6, 16)));
        rule(
                batch,
                table,
                chain,
                drop(NFPROTO_IPV6, LINK_LOCAL, network(v6, 16), new Meta(link, AFTER_V6)));
    }

    private static void rule(Batch batch, String table, String chain, List<Expression> steps) {
        Batch _ = batch.addRule(Family.INET, table, chain, steps);
    }

    private static List<Expression> neighbourDiscovery() {
        return List.of(
                new Meta(MetaKey.NETWORK_PROTOCOL, FIRST),
                is(Relation.EQUAL, NFPROTO_IPV6),
                new Meta(MetaKey.TRANSPORT_PROTOCOL, FIRST),
                is(Relation.EQUAL, ICMPV6),
                new Payload(Expression.Base.TRANSPORT, 0, 1, FIRST),
                is(Relation.AT_LEAST, NEIGHBOUR_SOLICITATION),
                is(Relation.AT_MOST, NEIGHBOUR_ADVERTISEMENT),
                new Decide(new Verdict.Accept()));
    }

    private static List<Expression> drop(int protocol, String set, Expression... key) {
        List<Expression> steps = new ArrayList<>();
        steps.add(new Meta(MetaKey.NETWORK_PROTOCOL, FIRST));
        steps.add(is(Relation.EQUAL, protocol));
        steps.addAll(List.of(key));
        steps.add(Lookup.in(set, FIRST));
        steps.add(new Decide(new Verdict.Drop()));
        return steps;
    }

    private static Expression network(int offset, int bytes) {
        return new Payload(Expression.Base.NETWORK, offset, bytes, FIRST);
    }

    private static Expression is(Relation relation, int octet) {
        return new Compare(FIRST, relation, Bytes.of(new byte[] {(byte) octet}));
    }
}
