package io.aplomb.model.vrrp;

/**
 * How neighbours learn where the addresses are: gratuitous ARP for IPv4, unsolicited neighbour
 * advertisements for IPv6.
 *
 * @param masterRepeat how many at once on becoming master
 * @param masterDelayNs until the second set, 0 for no second set
 * @param lowerPriorityRepeat how many after an advert of lower priority
 * @param lowerPriorityDelayNs until the second set then, 0 for none
 * @param refreshNs least time between refreshes while master, 0 for none
 * @param refreshRepeat how many at each refresh
 * @param arpIntervalNs least time between two gratuitous ARPs on an interface
 * @param neighbourIntervalNs the same for neighbour advertisements
 * @param extraInterfacesNs time between refreshes on other interfaces of the addresses, 0 for none
 * @param allExtraInterfaces whether that concerns all those, not only virtual MAC ones
 */
public record Announcements(
        int masterRepeat,
        long masterDelayNs,
        int lowerPriorityRepeat,
        long lowerPriorityDelayNs,
        long refreshNs,
        int refreshRepeat,
        long arpIntervalNs,
        long neighbourIntervalNs,
        long extraInterfacesNs,
        boolean allExtraInterfaces) {}
