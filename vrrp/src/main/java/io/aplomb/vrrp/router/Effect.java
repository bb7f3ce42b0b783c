package io.aplomb.vrrp.router;

import io.aplomb.base.net.IpAddress;
import io.aplomb.vrrp.wire.Advert;
import java.util.List;

/**
 * What the shell shall do, in the order given. Doing one twice has no other outcome than doing it
 * once; one that fails (a link that is down) is logged and not repeated.
 */
public sealed interface Effect {

    /** Send it, to the group or to each peer. */
    record SendAdvert(Advert advert, IpAddress source) implements Effect {}

    /**
     * Put the addresses on their interfaces.
     *
     * @param accept whether packets to them are this machine's (RFC 9568 section 6.1, Accept_Mode);
     *     if not, drop all but neighbour discovery
     */
    record AddAddresses(List<VirtualAddress> addresses, boolean accept) implements Effect {}

    /** Take them away, be they there or not. */
    record RemoveAddresses(List<VirtualAddress> addresses) implements Effect {}

    /**
     * Tell the neighbours: gratuitous ARP for IPv4, unsolicited neighbour advertisement for IPv6.
     *
     * @param repeat how many times for each address, at least 1
     */
    record Announce(List<VirtualAddress> addresses, int repeat) implements Effect {}

    /** Listen to the multicast group. */
    record JoinGroup(IpAddress group) implements Effect {}

    /** Listen no longer. */
    record LeaveGroup(IpAddress group) implements Effect {}

    /** Send {@link Event.TimerExpired} then; replaces the running one of that kind. */
    record SetTimer(Timer timer, long atNs) implements Effect {}

    /** Do not send it. */
    record CancelTimer(Timer timer) implements Effect {}

    /** Run {@code notify_master}, {@code notify_backup}, {@code notify_fault}, {@code notify}. */
    record Notify(State from, State to, int priority) implements Effect {}

    /** Run {@code notify_stop}. */
    record NotifyStop(State from, int priority) implements Effect {}

    /** Run {@code notify_master_rx_lower_pri}. */
    record NotifyLowerMaster(IpAddress sender, int priority) implements Effect {}

    /** Tell the FIFOs that asked for {@code notify_priority_changes}. */
    record NotifyPriority(State state, int from, int to) implements Effect {}

    /**
     * Log it; it is counted already.
     *
     * @param sender whose advert it is about; our own address when it is about none
     */
    record Report(Incident incident, IpAddress sender, int priority) implements Effect {}
}
