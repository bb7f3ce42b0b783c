package io.aplomb.linux.nftables;

import io.aplomb.linux.netlink.NetlinkMessage;
import io.aplomb.linux.netlink.NetlinkReply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes that the kernel makes all together or not at all, in the order given: a packet sees
 * either everything as it was or everything as it will be. Octets are those that nft(8) sends. For
 * one thread.
 */
public final class Batch {

    private static final int BATCH_BEGIN = 16;
    private static final int BATCH_END = 17;
    private static final int SUBSYSTEM = 10 << 8;
    private static final int NEW_TABLE = 0;
    private static final int DELETE_TABLE = 2;
    private static final int NEW_CHAIN = 3;
    private static final int DELETE_CHAIN = 5;
    private static final int NEW_RULE = 6;
    private static final int DELETE_RULE = 8;
    private static final int NEW_SET = 9;
    private static final int DELETE_SET = 11;
    private static final int NEW_ELEMENTS = 12;

    private static final int CREATE = 0x400;
    private static final int APPEND = 0x800;

    /** NFT_TABLE_F_OWNER. */
    private static final int TABLE_OWNER = 2;

    private static final int SET_INTERVAL = 4;
    private static final int SET_MAP = 8;
    private static final int SET_TIMEOUT = 16;
    private static final int SET_DYNAMIC = 32;

    /** NFT_SET_ELEM_INTERVAL_END. */
    private static final int RANGE_END = 1;

    /** Elements a message: an attribute is at most 65535 octets, an element takes 80 or so. */
    private static final int ELEMENTS_A_MESSAGE = 400;

    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Integer> setIds = new HashMap<>();
    private int nextSetId;

    /** One message: by its sequence number, its octets. */
    private record Change(String text, IntFunction<byte[]> encoder) {}

    /** A table, unless it is there. */
    public Batch addTable(Family family, String table) {
        return add(
                "table " + table,
                message(NEW_TABLE, 0, family)
                        .attribute(1, table)
                        .attribute(2, ExpressionCodec.number(0)));
    }

    /**
     * A table that belongs to the {@link NfTables} that makes it: the kernel removes it when that
     * is closed, or its process dies (Linux 5.12; before, the batch is refused with EOPNOTSUPP).
     */
    public Batch addOwnedTable(Family family, String table) {
        return add(
                "table " + table,
                message(NEW_TABLE, 0, family)
                        .attribute(1, table)
                        .attribute(2, ExpressionCodec.number(TABLE_OWNER)));
    }

    /**
     * Removes a table with all that is in it. The kernel refuses the batch with ENOENT when there
     * is none; {@link #removeTable} does not mind.
     */
    public Batch deleteTable(Family family, String table) {
        return add("delete table " + table, message(DELETE_TABLE, 0, family).attribute(1, table));
    }

    /** Leaves that table empty, whether it was there or not. */
    public Batch clearTable(Family family, String table) {
        return addTable(family, table).deleteTable(family, table).addTable(family, table);
    }

    /** Removes that table if it is there. */
    public Batch removeTable(Family family, String table) {
        return addTable(family, table).deleteTable(family, table);
    }

    /**
     * A chain.
     *
     * @param hook where it sees packets; null for one that others jump to
     */
    public Batch addChain(Family family, String table, String chain, @Nullable Hook hook) {
        NetlinkMessage message =
                message(NEW_CHAIN, CREATE, family).attribute(1, table).attribute(3, chain);
        if (hook != null) {
            message.attribute(7, hook.type().word());
            if (!hook.accept()) {
                message.attribute(5, ExpressionCodec.number(0));
            }
            int at = message.begin(4 | NetlinkMessage.NESTED);
            message.attribute(1, ExpressionCodec.number(hook.point().number()));
            message.attribute(2, ExpressionCodec.number(hook.priority()));
            message.end(at);
        }
        return add("chain " + chain, message);
    }

    /** Removes a chain that nothing jumps to. */
    public Batch deleteChain(Family family, String table, String chain) {
        return add(
                "delete chain " + chain,
                message(DELETE_CHAIN, 0, family).attribute(1, table).attribute(3, chain));
    }

    /** Removes all rules of a chain. */
    public Batch flushChain(Family family, String table, String chain) {
        return add(
                "flush chain " + chain,
                message(DELETE_RULE, 0, family).attribute(1, table).attribute(2, chain));
    }

    /** A rule at the end of a chain. Sets it names must be there or earlier in this batch. */
    public Batch addRule(Family family, String table, String chain, List<Expression> expressions) {
        List<Expression> steps = List.copyOf(expressions);
        NetlinkMessage message =
                message(NEW_RULE, CREATE | APPEND, family).attribute(1, table).attribute(2, chain);
        int list = message.begin(4 | NetlinkMessage.NESTED);
        ExpressionCodec codec = new ExpressionCodec(message, setIds);
        for (Expression step : steps) {
            int at = message.begin(1 | NetlinkMessage.NESTED);
            codec.expression(step);
            message.end(at);
        }
        return add("rule in chain " + chain, message.end(list));
    }

    /** A set or map, unless it is there. */
    public Batch addSet(Family family, String table, SetSpec set) {
        nextSetId++;
        setIds.put(set.name(), nextSetId);
        SetSpec.Type value = set.value();
        NetlinkMessage message =
                message(NEW_SET, CREATE, family).attribute(1, table).attribute(2, set.name());
        message.attribute(3, ExpressionCodec.number(flags(set)));
        message.attribute(4, ExpressionCodec.number(set.key().number()));
        message.attribute(5, ExpressionCodec.number(set.key().bytes()));
        if (value != null) {
            message.attribute(6, ExpressionCodec.number(value.number()));
            message.attribute(7, ExpressionCodec.number(value.bytes()));
        }
        message.attribute(10, ExpressionCodec.number(nextSetId));
        if (set.sizeLimit() > 0) {
            int at = message.begin(9 | NetlinkMessage.NESTED);
            message.attribute(1, ExpressionCodec.number(set.sizeLimit())).end(at);
        }
        if (set.timeoutMs() > 0) {
            message.attribute(11, ExpressionCodec.number(set.timeoutMs()));
        }
        return add("set " + set.name(), message);
    }

    private static int flags(SetSpec set) {
        int flags = set.value() == null ? 0 : SET_MAP;
        flags |= set.interval() ? SET_INTERVAL : 0;
        flags |= set.dynamic() ? SET_DYNAMIC : 0;
        flags |= set.timeoutMs() > 0 ? SET_TIMEOUT : 0;
        return flags;
    }

    /** Removes a set that no rule names any more. */
    public Batch deleteSet(Family family, String table, String set) {
        return add(
                "delete set " + set,
                message(DELETE_SET, 0, family).attribute(1, table).attribute(2, set));
    }

    /** Puts elements into a set; more than one message carries, if need be. */
    public Batch addElements(Family family, String table, String set, List<SetElement> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_A_MESSAGE) {
            int to = Math.min(elements.size(), from + ELEMENTS_A_MESSAGE);
            addSomeElements(family, table, set, elements.subList(from, to));
        }
        return this;
    }

    private void addSomeElements(
            Family family, String table, String set, List<SetElement> elements) {
        NetlinkMessage message =
                message(NEW_ELEMENTS, CREATE, family).attribute(1, table).attribute(2, set);
        Integer id = setIds.get(set);
        if (id != null) {
            message.attribute(4, ExpressionCodec.number(id));
        }
        int list = message.begin(3 | NetlinkMessage.NESTED);
        ExpressionCodec codec = new ExpressionCodec(message, setIds);
        int count = 0;
        for (SetElement element : elements) {
            count++;
            int at = message.begin(count | NetlinkMessage.NESTED);
            if (element instanceof SetElement.RangeEnd) {
                message.attribute(3, ExpressionCodec.number(RANGE_END));
            }
            codec.value(1, element.key().toArray());
            switch (element) {
                case SetElement.Member _, SetElement.RangeEnd _ -> {}
                case SetElement.Entry entry -> codec.value(2, entry.value().toArray());
                case SetElement.Decision decision -> codec.verdict(2, decision.verdict());
            }
            message.end(at);
        }
        Batch _ = add("elements of " + set, message.end(list));
    }

    private Batch add(String text, NetlinkMessage message) {
        changes.add(new Change(text, message::encode));
        return this;
    }

    private static NetlinkMessage message(int type, int flags, Family family) {
        return new NetlinkMessage(SUBSYSTEM | type, flags, header(family.number(), 0));
    }

    /** {@code struct nfgenmsg}: family, version, and a number in the network's order. */
    static byte[] header(int family, int resource) {
        return ByteBuffer.allocate(4)
                .put((byte) family)
                .put((byte) 0)
                .putShort((short) resource)
                .array();
    }

    /** The whole as one datagram; its first message has this sequence number. */
    byte[] encode(int firstSequence) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int sequence = firstSequence;
        byte[] subsystem = header(0, SUBSYSTEM >> 8);
        all.writeBytes(new NetlinkMessage(BATCH_BEGIN, 0, subsystem).encode(sequence));
        for (Change change : changes) {
            sequence++;
            all.writeBytes(change.encoder().apply(sequence));
        }
        sequence++;
        all.writeBytes(new NetlinkMessage(BATCH_END, 0, subsystem).encode(sequence));
        return all.toByteArray();
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    int count() {
        return changes.size();
    }

    /** What the message with that sequence number asked for. */
    String describe(NetlinkReply reply, int firstSequence) {
        int index = reply.sequence() - firstSequence - 1;
        return index >= 0 && index < changes.size() ? changes.get(index).text() : "batch";
    }
}
