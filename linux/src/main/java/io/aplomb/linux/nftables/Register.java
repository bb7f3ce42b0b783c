package io.aplomb.linux.nftables;

import io.aplomb.base.Check;

/**
 * A place where an expression leaves octets for the next one. The kernel has sixteen words of four
 * octets; a value takes as many as it needs from its first word on.
 *
 * @param word 0..15
 */
public record Register(int word) {

    private static final int WORDS = 16;
    private static final int WORDS_OF_A_LARGE_ONE = 4;

    /** NFT_REG_1 and NFT_REG32_00 of {@code enum nft_registers}. */
    private static final int FIRST_LARGE = 1;

    private static final int FIRST_SMALL = 8;

    public Register {
        Check.argument(word >= 0 && word < WORDS, "a register's word is 0 to 15");
    }

    /** The kernel's number: of a large register where one begins there, as nft(8) writes it. */
    int number() {
        return word % WORDS_OF_A_LARGE_ONE == 0
                ? FIRST_LARGE + word / WORDS_OF_A_LARGE_ONE
                : FIRST_SMALL + word;
    }
}
