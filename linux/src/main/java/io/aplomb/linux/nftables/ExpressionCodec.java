package io.aplomb.linux.nftables;

import io.aplomb.linux.netlink.NetlinkMessage;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Expressions as attributes, with the numbers and the order of {@code
 * <linux/netfilter/nf_tables.h>} and nft(8). Numbers are in the network's order, but for those that
 * are data for the packet path.
 */
final class ExpressionCodec {

    private static final int EXPRESSION_NAME = 1;
    private static final int EXPRESSION_DATA = 2;
    static final int DATA_VALUE = 1;
    static final int DATA_VERDICT = 2;
    private static final int VERDICT_CODE = 1;
    private static final int VERDICT_CHAIN = 2;

    /** NFTA_FIB_F_DADDR and NFTA_FIB_F_MARK, NFT_FIB_RESULT_ADDRTYPE. */
    private static final int FIB_DESTINATION_AND_MARK = 2 | 4;

    private static final int FIB_ADDRESS_TYPE = 3;
    private static final int DESTINATION_NAT = 1;
    private static final int NUMBER_BYTES = 4;
    private static final int VERDICT_REGISTER = 0;

    /** ICMP's and ICMPv6's code of "port unreachable". */
    private static final byte[] PORT_UNREACHABLE_4 = {3};

    private static final byte[] PORT_UNREACHABLE_6 = {4};

    private final NetlinkMessage out;
    private final Map<String, Integer> setIds;

    /**
     * @param setIds numbers of sets made in the same batch
     */
    ExpressionCodec(NetlinkMessage out, Map<String, Integer> setIds) {
        this.out = out;
        this.setIds = setIds;
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    void expression(Expression expression) {
        out.attribute(EXPRESSION_NAME, name(expression));
        int data = out.begin(EXPRESSION_DATA | NetlinkMessage.NESTED);
        switch (expression) {
            case Expression.Payload payload -> payload(payload);
            case Expression.Meta(Expression.MetaKey key, Register to) ->
                    out.attribute(2, number(key.number())).attribute(1, number(to.number()));
            case Expression.Conntrack(Expression.ConntrackKey key, Register to) ->
                    out.attribute(2, number(key.number())).attribute(1, number(to.number()));
            case Expression.DestinationType(Register to) ->
                    out.attribute(3, number(FIB_DESTINATION_AND_MARK))
                            .attribute(2, number(FIB_ADDRESS_TYPE))
                            .attribute(1, number(to.number()));
            case Expression.Compare(Register register, Expression.Relation relation, var with) -> {
                out.attribute(1, number(register.number()));
                out.attribute(2, number(relation.number()));
                value(3, with.toArray());
            }
            case Expression.Mask mask -> mask(mask);
            case Expression.Immediate(Register to, var octets) -> {
                out.attribute(1, number(to.number()));
                value(2, octets.toArray());
            }
            case Expression.Decide(Verdict verdict) -> {
                out.attribute(1, number(VERDICT_REGISTER));
                verdict(2, verdict);
            }
            case Expression.Lookup lookup -> lookup(lookup);
            case Expression.Learn learn -> learn(learn);
            case Expression.Number(Expression.Numbering numbering, int modulus, Register to) ->
                    out.attribute(1, number(to.number()))
                            .attribute(2, number(modulus))
                            .attribute(3, number(numbering.number()))
                            .attribute(4, number(0));
            case Expression.Hash hash -> hash(hash);
            case Expression.ToNetworkOrder(Register from, Register to) ->
                    out.attribute(1, number(from.number()))
                            .attribute(2, number(to.number()))
                            .attribute(3, number(1))
                            .attribute(4, number(NUMBER_BYTES))
                            .attribute(5, number(NUMBER_BYTES));
            case Expression.ChangeDestination nat -> nat(nat);
            case Expression.Masquerade _, Expression.Counter _ -> {}
            case Expression.RejectPort(Family family) ->
                    out.attribute(1, number(0))
                            .attribute(
                                    2,
                                    family == Family.IP6 ? PORT_UNREACHABLE_6 : PORT_UNREACHABLE_4);
        }
        out.end(data);
    }

    private static String name(Expression expression) {
        return switch (expression) {
            case Expression.Payload _ -> "payload";
            case Expression.Meta _ -> "meta";
            case Expression.Conntrack _ -> "ct";
            case Expression.DestinationType _ -> "fib";
            case Expression.Compare _ -> "cmp";
            case Expression.Mask _ -> "bitwise";
            case Expression.Immediate _, Expression.Decide _ -> "immediate";
            case Expression.Lookup _ -> "lookup";
            case Expression.Learn _ -> "dynset";
            case Expression.Number _ -> "numgen";
            case Expression.Hash _ -> "hash";
            case Expression.ToNetworkOrder _ -> "byteorder";
            case Expression.ChangeDestination _ -> "nat";
            case Expression.Masquerade _ -> "masq";
            case Expression.Counter _ -> "counter";
            case Expression.RejectPort _ -> "reject";
        };
    }

    private void payload(Expression.Payload payload) {
        out.attribute(1, number(payload.to().number()));
        out.attribute(2, number(payload.base().ordinal()));
        out.attribute(3, number(payload.offset()));
        out.attribute(4, number(payload.bytes()));
    }

    private void mask(Expression.Mask mask) {
        out.attribute(1, number(mask.from().number()));
        out.attribute(2, number(mask.to().number()));
        out.attribute(6, number(0));
        out.attribute(3, number(mask.mask().length()));
        value(4, mask.mask().toArray());
        value(5, new byte[mask.mask().length()]);
    }

    private void lookup(Expression.Lookup lookup) {
        out.attribute(2, number(lookup.key().number()));
        Register to = lookup.to();
        if (lookup.verdicts()) {
            out.attribute(3, number(VERDICT_REGISTER));
        } else if (to != null) {
            out.attribute(3, number(to.number()));
        }
        out.attribute(1, lookup.set());
        setId(4, lookup.set());
        if (lookup.inverted()) {
            out.attribute(5, number(1));
        }
    }

    private void learn(Expression.Learn learn) {
        out.attribute(4, number(learn.key().number()));
        Register value = learn.value();
        if (value != null) {
            out.attribute(5, number(value.number()));
        }
        out.attribute(3, number(learn.kind().number()));
        if (learn.timeoutMs() > 0) {
            out.attribute(6, number(learn.timeoutMs()));
        }
        out.attribute(1, learn.set());
        setId(2, learn.set());
    }

    private void setId(int attribute, String set) {
        Integer id = setIds.get(set);
        if (id != null) {
            out.attribute(attribute, number(id));
        }
    }

    private void hash(Expression.Hash hash) {
        out.attribute(1, number(hash.from().number()));
        out.attribute(2, number(hash.to().number()));
        out.attribute(3, number(hash.bytes()));
        out.attribute(4, number(hash.modulus()));
        out.attribute(5, number(hash.seed()));
        out.attribute(6, number(0));
        out.attribute(7, number(0));
    }

    private void nat(Expression.ChangeDestination nat) {
        out.attribute(1, number(DESTINATION_NAT));
        out.attribute(2, number(nat.family().number()));
        out.attribute(3, number(nat.address().number()));
        Register port = nat.port();
        if (port != null) {
            out.attribute(5, number(port.number()));
        }
    }

    void value(int attribute, byte[] octets) {
        int begun = out.begin(attribute | NetlinkMessage.NESTED);
        out.attribute(DATA_VALUE, octets).end(begun);
    }

    void verdict(int attribute, Verdict verdict) {
        int begun = out.begin(attribute | NetlinkMessage.NESTED);
        int inner = out.begin(DATA_VERDICT | NetlinkMessage.NESTED);
        out.attribute(VERDICT_CODE, number(verdict.code()));
        switch (verdict) {
            case Verdict.Jump(String chain) -> out.attribute(VERDICT_CHAIN, chain);
            case Verdict.Goto(String chain) -> out.attribute(VERDICT_CHAIN, chain);
            case Verdict.Drop _, Verdict.Accept _, Verdict.Return _ -> {}
        }
        out.end(inner).end(begun);
    }
}
