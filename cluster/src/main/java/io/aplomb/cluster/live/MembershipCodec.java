package io.aplomb.cluster.live;

/** A membership as octets: what a node knows of its cluster before it has found it. Pure. */
public final class MembershipCodec {
    private MembershipCodec() {}

    /** Octets of a membership. */
    public static byte[] encode(Membership membership) {
        return ElementCodec.encode(Trees.ofMembership(membership));
    }

    /**
     * The membership of octets.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static Membership decode(byte[] octets) {
        return Trees.membership(ElementCodec.decode(octets));
    }
}
