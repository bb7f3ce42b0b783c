package io.aplomb.linux.netlink;

import io.aplomb.base.net.IpAddress;

/**
 * A connection as the kernel tracks it: what its first packet addressed, and who answers, which is
 * somebody else when the destination was translated.
 *
 * @param protocol the number in a packet's head
 */
public record Flow(
        int protocol,
        IpAddress destination,
        int destinationPort,
        IpAddress answerer,
        int answererPort) {}
