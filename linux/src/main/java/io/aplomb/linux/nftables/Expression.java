package io.aplomb.linux.nftables;

import io.aplomb.base.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A step of a rule. Steps run in order; a comparison or lookup that fails ends the rule, and the
 * next rule follows. {@code nft --debug=netlink} shows the steps of any rule that nft(8) can write.
 */
public sealed interface Expression {

    /** Octets of the packet. */
    record Payload(Base base, int offset, int bytes, Register to) implements Expression {}

    /** From where an offset counts. */
    enum Base {
        LINK,
        NETWORK,
        TRANSPORT
    }

    /** A fact about the packet, in the machine's order. */
    record Meta(MetaKey key, Register to) implements Expression {}

    /** Facts, {@code enum nft_meta_keys}. */
    enum MetaKey {
        MARK(3),
        INPUT_INTERFACE(4),
        OUTPUT_INTERFACE(5),
        NETWORK_PROTOCOL(15),
        TRANSPORT_PROTOCOL(16);

        private final int number;

        MetaKey(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** A fact about the connection. */
    record Conntrack(ConntrackKey key, Register to) implements Expression {}

    /** Facts, {@code enum nft_ct_keys}; {@code STATE} is a bit: 2 established, 4 related, 8 new. */
    enum ConntrackKey {
        STATE,
        DIRECTION,
        STATUS,
        MARK;

        int number() {
            return ordinal();
        }
    }

    /**
     * What the routing table says of the destination, in the machine's order: {@code fib daddr .
     * mark type}. 2 is an address of this machine, {@link #LOCAL}.
     */
    record DestinationType(Register to) implements Expression {

        /** RTN_LOCAL. */
        public static final int LOCAL = 2;
    }

    /** Ends the rule unless the comparison, of octets from the left, is true. */
    record Compare(Register register, Relation relation, Bytes with) implements Expression {}

    /** {@code enum nft_cmp_ops}. */
    enum Relation {
        EQUAL,
        NOT_EQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST;

        int number() {
            return ordinal();
        }
    }

    /** Keeps only the bits of a mask. */
    record Mask(Register from, Register to, Bytes mask) implements Expression {}

    /** These octets. */
    record Immediate(Register to, Bytes octets) implements Expression {}

    /** Decides what becomes of the packet. */
    record Decide(Verdict verdict) implements Expression {}

    /**
     * Looks an element up; ends the rule when there is none, or, inverted, when there is one.
     *
     * @param to where a map's value goes; null for sets and maps of verdicts
     * @param verdicts whether it is a map of verdicts, which then decide
     */
    record Lookup(
            String set, Register key, @Nullable Register to, boolean verdicts, boolean inverted)
            implements Expression {

        /** Ends the rule unless the set has the element. */
        public static Lookup in(String set, Register key) {
            return new Lookup(set, key, null, false, false);
        }

        /** The value of a map. */
        public static Lookup map(String map, Register key, Register to) {
            return new Lookup(map, key, to, false, false);
        }

        /** The verdict of a map decides. */
        public static Lookup decide(String map, Register key) {
            return new Lookup(map, key, null, true, false);
        }
    }

    /**
     * Changes a dynamic set.
     *
     * @param value a map's value, null for a set
     * @param timeoutMs of the element, 0 for the set's
     */
    record Learn(LearnKind kind, String set, Register key, @Nullable Register value, long timeoutMs)
            implements Expression {}

    /** {@code enum nft_dynset_ops}; {@code UPDATE} adds or, if it is there, only renews. */
    enum LearnKind {
        ADD,
        UPDATE,
        DELETE;

        int number() {
            return ordinal();
        }
    }

    /**
     * A number from 0 up to a modulus, one after the other or by chance, in the machine's order.
     */
    record Number(Numbering numbering, int modulus, Register to) implements Expression {}

    /** {@code enum nft_ng_types}. */
    enum Numbering {
        INCREMENTAL,
        RANDOM;

        int number() {
            return ordinal();
        }
    }

    /** Jenkins' hash of octets modulo a number, in the machine's order. */
    record Hash(Register from, int bytes, int modulus, int seed, Register to)
            implements Expression {}

    /** Turns a number of 32 bits from the machine's order into the network's. */
    record ToNetworkOrder(Register from, Register to) implements Expression {}

    /**
     * Changes the destination of the connection; ends the chain.
     *
     * @param port null to keep it
     */
    record ChangeDestination(Family family, Register address, @Nullable Register port)
            implements Expression {}

    /** Makes this machine's address the source of the connection; ends the chain. */
    record Masquerade() implements Expression {}

    /** Counts packets and octets. */
    record Counter() implements Expression {}

    /** Answers with "port unreachable"; ends the chain. */
    record RejectPort(Family family) implements Expression {}
}
