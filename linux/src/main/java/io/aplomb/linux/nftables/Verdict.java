package io.aplomb.linux.nftables;

/** What becomes of a packet (nft(8), VERDICT STATEMENTS). */
public sealed interface Verdict {

    /** It is discarded without a word. */
    record Drop() implements Verdict {}

    /** It goes on to the next hook. */
    record Accept() implements Verdict {}

    /** Another chain decides; if it does not, this one goes on. */
    record Jump(String chain) implements Verdict {}

    /** Another chain decides; if it does not, the base chain's policy does. */
    record Goto(String chain) implements Verdict {}

    /** Back to the chain that jumped here. */
    record Return() implements Verdict {}

    /** NF_* and NFT_* of the kernel. */
    default int code() {
        return switch (this) {
            case Drop _ -> 0;
            case Accept _ -> 1;
            case Jump _ -> -3;
            case Goto _ -> -4;
            case Return _ -> -5;
        };
    }
}
