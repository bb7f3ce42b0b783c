package io.aplomb.layer4.plan;

/** What may move the packets of a virtual server. */
public enum Engine {
    /** The kernel's own balancer; honours everything. */
    IPVS,
    /** The kernel's packet filter; every kernel has it, but it counts no connections. */
    NFTABLES
}
