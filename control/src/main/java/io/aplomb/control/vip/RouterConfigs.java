package io.aplomb.control.vip;

import io.aplomb.base.Check;
import io.aplomb.model.vrrp.Announcements;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.model.vrrp.Track;
import io.aplomb.model.vrrp.Tracking;
import io.aplomb.model.vrrp.Transport;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.router.Announcing;
import io.aplomb.vrrp.router.Election;
import io.aplomb.vrrp.router.RouterConfig;
import io.aplomb.vrrp.router.VirtualAddress;
import io.aplomb.vrrp.router.WireOptions;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.AddressCheck;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.Authentication;
import io.aplomb.vrrp.wire.Delivery;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A keepalived instance in the words of the protocol. Pure. */
final class RouterConfigs {

    private static final long NS_PER_CENTISECOND = 10_000_000;

    /** The item that is this machine's proxy. */
    static final String PROXY = "proxy";

    private RouterConfigs() {}

    /**
     * That of an instance.
     *
     * @param watchesProxy whether it gives its addresses up while this machine's proxy is down
     */
    static RouterConfig of(VrrpConfig config, Instance instance, boolean watchesProxy) {
        VrrpVersion version = instance.version() == 2 ? VrrpVersion.V2 : VrrpVersion.V3;
        return new RouterConfig(
                instance.name(),
                instance.virtualRouterId(),
                instance.v6(),
                election(instance),
                wire(instance, version),
                announcing(instance.announcements()),
                addresses(instance.addresses()),
                addresses(instance.excludedAddresses()),
                instance.accept(),
                tracked(config, instance, watchesProxy));
    }

    private static Election election(Instance instance) {
        Instance.Protocol protocol = instance.protocol();
        return new Election(
                instance.priority(),
                instance.initialState() == Instance.State.MASTER,
                instance.preemption().enabled(),
                instance.preemption().delayNs(),
                protocol.downTimerAdverts(),
                !protocol.answerLowerPriority(),
                protocol.answerHigherPriority());
    }

    private static WireOptions wire(Instance instance, VrrpVersion version) {
        WireOptions usual = WireOptions.of(version, instance.v6());
        int centiseconds = (int) (instance.advertIntervalNs() / NS_PER_CENTISECOND);
        return new WireOptions(
                version,
                new AdvertInterval(centiseconds),
                authentication(instance),
                usual.sendChecksum(),
                usual.acceptChecksums(),
                delivery(instance.transport()),
                instance.protocol().checkAddressesOnce() ? AddressCheck.SKIP : usual.addressCheck(),
                instance.protocol().strict());
    }

    private static Authentication authentication(Instance instance) {
        Instance.Authentication configured = instance.authentication();
        if (configured == null || configured.type() != Instance.Authentication.Type.PASS) {
            return Authentication.NONE;
        }
        return Authentication.password(configured.password().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Delivery delivery(Transport transport) {
        return switch (transport) {
            case Transport.Multicast(var group) -> new Delivery.Multicast(group);
            case Transport.Unicast unicast ->
                    new Delivery.Unicast(
                            unicast.peers().stream()
                                    .map(
                                            peer ->
                                                    new Delivery.Peer(
                                                            peer.address(),
                                                            peer.minTtl(),
                                                            peer.maxTtl()))
                                    .toList(),
                            unicast.checkSource());
        };
    }

    private static Announcing announcing(Announcements configured) {
        return new Announcing(
                configured.masterRepeat(),
                configured.masterDelayNs(),
                configured.lowerPriorityRepeat(),
                configured.lowerPriorityDelayNs(),
                configured.refreshNs(),
                configured.refreshRepeat());
    }

    private static List<VirtualAddress> addresses(
            List<io.aplomb.model.vrrp.VirtualAddress> configured) {
        List<VirtualAddress> addresses = new ArrayList<>();
        for (io.aplomb.model.vrrp.VirtualAddress address : configured) {
            addresses.add(
                    new VirtualAddress(
                            address.address(),
                            address.prefixBits(),
                            Objects.requireNonNullElse(address.interfaceName(), "")));
        }
        return addresses;
    }

    /** What the instance and its group watch; the group's own items count for every member. */
    private static List<TrackedItem> tracked(
            VrrpConfig config, Instance instance, boolean watchesProxy) {
        Map<String, TrackedItem> items = new LinkedHashMap<>();
        if (watchesProxy) {
            items.put(PROXY, new TrackedItem(TrackedItem.Kind.PROXY, PROXY, 0, false));
        }
        add(items, instance.tracking());
        config.groupOf(instance.name()).map(SyncGroup::tracking).ifPresent(own -> add(items, own));
        return List.copyOf(items.values());
    }

    private static void add(Map<String, TrackedItem> items, Tracking tracking) {
        add(items, TrackedItem.Kind.SCRIPT, tracking.scripts());
        add(items, TrackedItem.Kind.INTERFACE, tracking.interfaces());
        add(items, TrackedItem.Kind.FILE, tracking.files());
        add(items, TrackedItem.Kind.PROCESS, tracking.processes());
    }

    private static void add(
            Map<String, TrackedItem> items, TrackedItem.Kind kind, List<Track> tracks) {
        for (Track track : tracks) {
            String name = itemName(kind, track.name());
            TrackedItem item = new TrackedItem(kind, name, track.weight(), track.reverse());
            TrackedItem before = items.putIfAbsent(name, item);
            Check.argument(before == null || before.equals(item), "watched twice: " + name);
        }
    }

    /** All that is watched besides interfaces, by the names below. */
    static List<String> watchedItems(VrrpConfig config) {
        List<String> items = new ArrayList<>(List.of(PROXY));
        config.scripts().forEach(each -> items.add(itemName(TrackedItem.Kind.SCRIPT, each.name())));
        config.trackFiles()
                .forEach(each -> items.add(itemName(TrackedItem.Kind.FILE, each.name())));
        config.trackProcesses()
                .forEach(each -> items.add(itemName(TrackedItem.Kind.PROCESS, each.name())));
        return items;
    }

    /** Whether such a name is that of an interface. */
    static boolean isInterface(String item) {
        return item.startsWith(itemName(TrackedItem.Kind.INTERFACE, ""));
    }

    /** A script and an interface may bear one name; here names are unique. */
    static String itemName(TrackedItem.Kind kind, String name) {
        return switch (kind) {
            case SCRIPT -> "script " + name;
            case INTERFACE -> "interface " + name;
            case FILE -> "file " + name;
            case PROCESS -> "process " + name;
            case BFD -> "bfd " + name;
            case PROXY -> PROXY;
        };
    }
}
