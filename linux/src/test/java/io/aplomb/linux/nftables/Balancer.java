package io.aplomb.linux.nftables;

import io.aplomb.base.Bytes;
import io.aplomb.linux.nftables.Expression.Base;
import io.aplomb.linux.nftables.Expression.ChangeDestination;
import io.aplomb.linux.nftables.Expression.Compare;
import io.aplomb.linux.nftables.Expression.Decide;
import io.aplomb.linux.nftables.Expression.Lookup;
import io.aplomb.linux.nftables.Expression.Meta;
import io.aplomb.linux.nftables.Expression.MetaKey;
import io.aplomb.linux.nftables.Expression.Payload;
import io.aplomb.linux.nftables.Expression.Relation;
import io.aplomb.linux.nftables.Hook.Point;
import io.aplomb.linux.nftables.SetSpec.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The table of balancer.nft. */
final class Balancer {
    private static final Family IP = Family.IP;
    private static final String TABLE = "probe";

    private static final Register A = new Register(0);
    private static final Register A1 = new Register(1);
    private static final Register A2 = new Register(2);
    private static final Register B = new Register(4);
    private static final Register B1 = new Register(5);

    private Balancer() {}

    static Batch batch() {
        Batch batch = new Batch().addTable(IP, TABLE);
        batch.addChain(IP, TABLE, "web", null);
        batch.addChain(IP, TABLE, "balance", null);
        batch.addChain(
                IP, TABLE, "arriving", new Hook(Hook.Type.NAT, Point.PREROUTING, -100, true));
        batch.addChain(IP, TABLE, "leaving", new Hook(Hook.Type.NAT, Point.POSTROUTING, 100, true));
        batch.addChain(IP, TABLE, "entering", new Hook(Hook.Type.FILTER, Point.INPUT, 0, false));
        sets(batch);
        web(batch);
        batch.addRule(
                IP,
                TABLE,
                "balance",
                List.of(
                        new Payload(Base.NETWORK, 16, 4, A),
                        new Meta(MetaKey.TRANSPORT_PROTOCOL, A1),
                        new Payload(Base.TRANSPORT, 2, 2, A2),
                        Lookup.decide("services", A)));
        batch.addRule(
                IP,
                TABLE,
                "arriving",
                List.of(
                        new Expression.DestinationType(A),
                        new Compare(A, Relation.EQUAL, order(Expression.DestinationType.LOCAL)),
                        new Decide(new Verdict.Jump("balance"))));
        batch.addRule(
                IP,
                TABLE,
                "leaving",
                List.of(
                        new Meta(MetaKey.MARK, A),
                        new Compare(A, Relation.NOT_EQUAL, order(5)),
                        new Expression.Masquerade()));
        entering(batch);
        return batch.addElements(
                IP,
                TABLE,
                "services",
                List.of(
                        new SetElement.Decision(
                                hex("0a000001 06000000 00500000"), new Verdict.Goto("web"))));
    }

    private static void sets(Batch batch) {
        Type end = Type.concatenation(Type.IPV4, Type.PORT);
        batch.addSet(
                IP, TABLE, new SetSpec("stay", Type.IPV4, Type.MARK, false, true, 60_000, 65_536));
        Type service = Type.concatenation(Type.IPV4, Type.PROTOCOL, Type.PORT);
        batch.addSet(IP, TABLE, SetSpec.map("services", service, Type.VERDICT));
        batch.addSet(IP, TABLE, SetSpec.map("turns", Type.INTEGER, end));
        batch.addElements(
                IP,
                TABLE,
                "turns",
                List.of(
                        new SetElement.Entry(order(0), hex("0a000005 00500000")),
                        new SetElement.Entry(order(1), hex("0a000006 00510000"))));
        batch.addSet(IP, TABLE, new SetSpec("ranges", Type.INTEGER, Type.IPV4, true, false, 0, 0));
        batch.addElements(
                IP,
                TABLE,
                "ranges",
                List.of(
                        new SetElement.Entry(hex("00000000"), hex("0a000005")),
                        new SetElement.RangeEnd(hex("00000003")),
                        new SetElement.Entry(hex("00000003"), hex("0a000006")),
                        new SetElement.RangeEnd(hex("00011171"))));
        batch.addSet(IP, TABLE, SetSpec.of("blocked", Type.IPV4));
        batch.addElements(IP, TABLE, "blocked", List.of(new SetElement.Member(hex("0a000009"))));
    }

    private static void web(Batch batch) {
        for (Expression.LearnKind kind :
                List.of(Expression.LearnKind.UPDATE, Expression.LearnKind.DELETE)) {
            long timeoutMs = kind == Expression.LearnKind.UPDATE ? 50_000 : 0;
            batch.addRule(
                    IP,
                    TABLE,
                    "web",
                    List.of(
                            new Payload(Base.NETWORK, 12, 4, A),
                            new Expression.Mask(A, A, hex("ffffff00")),
                            new Expression.Immediate(B, order(7)),
                            new Expression.Learn(kind, "stay", A, B, timeoutMs)));
        }
        Expression.Number turn = new Expression.Number(Expression.Numbering.INCREMENTAL, 2, A);
        batch.addRule(IP, TABLE, "web", tcp(turn, Lookup.map("turns", A, A), nat(A1)));
        batch.addRule(
                IP,
                TABLE,
                "web",
                List.of(
                        new Expression.Number(Expression.Numbering.RANDOM, 70_001, A),
                        new Expression.ToNetworkOrder(A, A),
                        Lookup.map("ranges", A, A),
                        new ChangeDestination(IP, A, null)));
        batch.addRule(
                IP,
                TABLE,
                "web",
                tcp(
                        new Payload(Base.NETWORK, 12, 4, B),
                        new Payload(Base.TRANSPORT, 0, 2, B1),
                        new Expression.Hash(B, 8, 2, 0x1234, A),
                        Lookup.map("turns", A, A),
                        nat(A1)));
        batch.addRule(
                IP,
                TABLE,
                "web",
                List.of(
                        new Payload(Base.NETWORK, 16, 4, A),
                        new Compare(A, Relation.AT_LEAST, hex("0a000001")),
                        new Compare(A, Relation.AT_MOST, hex("0a000009")),
                        new Expression.Counter(),
                        new Decide(new Verdict.Drop())));
    }

    private static void entering(Batch batch) {
        batch.addRule(
                IP,
                TABLE,
                "entering",
                List.of(
                        new Payload(Base.NETWORK, 12, 4, A),
                        new Lookup("blocked", A, null, false, true),
                        new Expression.Conntrack(Expression.ConntrackKey.MARK, A),
                        new Compare(A, Relation.EQUAL, order(5)),
                        new Decide(new Verdict.Accept())));
        batch.addRule(IP, TABLE, "entering", tcp(new Expression.RejectPort(IP)));
    }

    private static List<Expression> tcp(Expression... more) {
        List<Expression> all = new ArrayList<>();
        all.add(new Meta(MetaKey.TRANSPORT_PROTOCOL, A));
        all.add(new Compare(A, Relation.EQUAL, hex("06")));
        all.addAll(List.of(more));
        return all;
    }

    private static ChangeDestination nat(Register port) {
        return new ChangeDestination(IP, A, port);
    }

    static Bytes hex(String digits) {
        return Bytes.of(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /** A number in the machine's order. */
    static Bytes order(int number) {
        return Bytes.of(
                ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array());
    }
}
