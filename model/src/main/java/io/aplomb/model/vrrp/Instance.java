package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router on this machine: {@code vrrp_instance}.
 *
 * @param interfaceName null only with unicast
 * @param virtualRouterId 1..255
 * @param priority 1..255; 255: this machine owns the addresses
 * @param advertIntervalNs a whole number of seconds 1..255 in version 2, of centiseconds up to
 *     40.95 s in version 3
 * @param version 2 (RFC 3768) or 3 (RFC 9568)
 * @param v6 the family of the adverts and of {@code addresses}
 * @param authentication null for none; only with version 2
 * @param addresses those told in adverts
 * @param excludedAddresses added and removed with the others, of any family, never told
 * @param sourceAddress source of the adverts, null for the interface's own
 * @param trackSource {@code track_src_ip}: the loss of the source address is the fault state
 * @param trackInterface whether the loss of the instance's own interface is the fault state (false:
 *     {@code dont_track_primary})
 * @param virtualMac null when the addresses are on the interface itself
 * @param accept whether a master that does not own the addresses takes packets for them
 * @param promoteSecondaries set on the interface so that removing one address keeps the others
 */
public record Instance(
        String name,
        State initialState,
        @Nullable String interfaceName,
        int virtualRouterId,
        int priority,
        long advertIntervalNs,
        int version,
        boolean v6,
        @Nullable Authentication authentication,
        List<VirtualAddress> addresses,
        List<VirtualAddress> excludedAddresses,
        List<VirtualRoute> routes,
        Transport transport,
        @Nullable IpAddress sourceAddress,
        boolean trackSource,
        boolean trackInterface,
        Tracking tracking,
        Preemption preemption,
        Protocol protocol,
        Announcements announcements,
        @Nullable VirtualMac virtualMac,
        boolean accept,
        boolean promoteSecondaries,
        Notifications notifications,
        SourcePosition position) {

    public Instance {
        addresses = List.copyOf(addresses);
        excludedAddresses = List.copyOf(excludedAddresses);
        routes = List.copyOf(routes);
    }

    /** The same that watches something else. */
    public Instance withTracking(Tracking other) {
        return new Instance(
                name,
                initialState,
                interfaceName,
                virtualRouterId,
                priority,
                advertIntervalNs,
                version,
                v6,
                authentication,
                addresses,
                excludedAddresses,
                routes,
                transport,
                sourceAddress,
                trackSource,
                trackInterface,
                other,
                preemption,
                protocol,
                announcements,
                virtualMac,
                accept,
                promoteSecondaries,
                notifications,
                position);
    }

    /** Whether this machine owns the addresses: its priority never changes. */
    public boolean isAddressOwner() {
        return priority == 255;
    }

    /** What an instance is before the first advert. */
    public enum State {
        /** It waits for a master before it becomes one. */
        BACKUP,
        /** It becomes master as soon as the protocol allows. */
        MASTER
    }

    /**
     * Authentication by a word in clear (RFC 2338 section 5.3.6), or by IPsec AH.
     *
     * @param password 1 to 8 octets, one character each
     */
    public record Authentication(Type type, String password) {

        /** The field {@code Auth Type}. */
        public enum Type {
            PASS,
            AH
        }
    }

    /** Whether and when an instance takes over from a master of lower priority. */
    public record Preemption(boolean enabled, long delayNs) {}

    /**
     * Where the protocol is bent.
     *
     * @param downTimerAdverts adverts missed until the master counts as gone, 3 in the RFCs
     * @param answerLowerPriority whether a master that hears a lower priority sends an advert at
     *     once (false: {@code lower_prio_no_advert}, as the RFCs say)
     * @param answerHigherPriority {@code higher_prio_send_advert}: a master that hears a higher
     *     priority sends one more advert before it yields
     * @param checkAddressesOnce {@code skip_check_adv_addr}: the addresses in adverts of the same
     *     master are compared only once
     * @param strict {@code vrrp_strict}: nothing the RFCs do not allow
     */
    public record Protocol(
            int downTimerAdverts,
            boolean answerLowerPriority,
            boolean answerHigherPriority,
            boolean checkAddressesOnce,
            boolean strict) {}
}
