package io.aplomb.linux.netlink;

/** Numbers of the kernel's {@code <linux/netlink.h>}, {@code rtnetlink.h}, {@code if_link.h}. */
final class Rtnetlink {

    static final int NETLINK_ROUTE = 0;

    static final int NLM_F_REQUEST = 0x001;
    static final int NLM_F_ACK = 0x004;
    static final int NLM_F_DUMP = 0x300;
    static final int NLM_F_REPLACE = 0x100;
    static final int NLM_F_EXCL = 0x200;
    static final int NLM_F_CREATE = 0x400;
    static final int NLM_F_APPEND = 0x800;

    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;

    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;

    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;

    static final int RTMGRP_LINK = 0x001;
    static final int RTMGRP_IPV4_IFADDR = 0x010;
    static final int RTMGRP_IPV4_ROUTE = 0x040;
    static final int RTMGRP_IPV6_IFADDR = 0x100;
    static final int RTMGRP_IPV6_ROUTE = 0x400;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int IFLA_MACVLAN_MODE = 1;
    static final int MACVLAN_MODE_PRIVATE = 1;
    static final int MACVLAN_MODE_BRIDGE = 4;

    static final int IFF_UP = 0x1;
    static final int IFF_RUNNING = 0x40;

    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_LABEL = 3;
    static final int IFA_BROADCAST = 4;
    static final int IFA_CACHEINFO = 6;
    static final int IFA_FLAGS = 8;
    static final int IFA_PROTO = 11;

    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTAX_MTU = 2;
    static final int RTNH_F_ONLINK = 4;

    /** In the one octet of the header: the table is in RTA_TABLE. */
    static final int RT_TABLE_COMPAT = 252;

    /** {@code struct ifaddrmsg} and {@code struct ifinfomsg}. */
    static final int ADDRESS_BYTES = 8;

    static final int LINK_BYTES = 16;

    /** {@code struct rtmsg} and {@code struct rtnexthop}. */
    static final int ROUTE_BYTES = 12;

    static final int NEXT_HOP_BYTES = 8;

    private Rtnetlink() {}
}
