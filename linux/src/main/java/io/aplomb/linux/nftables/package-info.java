/**
 * nf_tables by netlink: tables, chains, rules, sets and maps, changed together or not at all
 * (nft(8), {@code <linux/netfilter/nf_tables.h>}).
 *
 * <p>A {@link io.aplomb.linux.nftables.Batch} says what to change, {@link
 * io.aplomb.linux.nftables.NfTables} has the kernel do it.
 */
@NullMarked
package io.aplomb.linux.nftables;

import org.jspecify.annotations.NullMarked;
