package io.aplomb.linux.netlink;

/** A change that the kernel reports. */
public sealed interface NetworkEvent {

    /** An interface is new or changed. */
    record LinkChanged(Link link) implements NetworkEvent {}

    /** An interface is gone. */
    record LinkGone(Link link) implements NetworkEvent {}

    /** An address is new or changed. */
    record AddressSet(InterfaceAddress address) implements NetworkEvent {}

    /** An address is gone. */
    record AddressGone(InterfaceAddress address) implements NetworkEvent {}

    /** A route of this program's protocol is gone, by whosever hand. */
    record RouteGone(RouteKey route) implements NetworkEvent {}

    /** Reports were lost: whoever keeps a picture has to look again. */
    record Lost() implements NetworkEvent {}
}
