package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.keepalived.compile.NotifyDraft.Occasion;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** The keywords of {@code vrrp_instance}. */
final class InstanceDirectives {

    /** The field of the packet (RFC 2338 section 5.3.10). */
    private static final int PASSWORD_OCTETS = 8;

    private final BlockReader blocks;
    private final Registry<InstanceDraft> registry = new Registry<>(Scope.VRRP_INSTANCE);
    private final Registry<InstanceDraft> authentication = new Registry<>(Scope.AUTHENTICATION);

    InstanceDirectives(BlockReader blocks, AddressReader addresses, RouteReader routes) {
        this.blocks = blocks;
        identity();
        authentication();
        transport();
        preemption();
        flags();
        TrackDraft.register(registry, blocks);
        NotifyDraft.register(registry);
        GarpDraft.register(registry, "", draft -> draft.garp);
        new VirtualMacReader().register(registry);
        registry.on(
                "notify_master_rx_lower_pri",
                (line, draft) ->
                        draft.notifications.script(line, Occasion.NOTIFY_MASTER_RX_LOWER_PRI));
        registry.on("virtual_ipaddress", (line, draft) -> addresses.read(line, draft.addresses));
        registry.on(
                "virtual_ipaddress_excluded",
                (line, draft) -> addresses.read(line, draft.excluded));
        registry.on("virtual_routes", (line, draft) -> routes.read(line, draft.routes));
    }

    Registry<InstanceDraft> registry() {
        return registry;
    }

    Registry<InstanceDraft> authenticationRegistry() {
        return authentication;
    }

    private void identity() {
        registry.on("state", InstanceDirectives::state);
        registry.on("interface", (line, draft) -> draft.interfaceWord = line.take("an interface"));
        registry.on(
                "virtual_router_id",
                (line, draft) -> {
                    draft.virtualRouterId = line.take("a number");
                    draft.routerId = (int) line.integer(draft.virtualRouterId, "a number", 1, 255);
                });
        registry.on(
                "priority",
                (line, draft) -> {
                    draft.priorityWord = line.take("a number");
                    draft.priority = (int) line.integer(draft.priorityWord, "a number", 1, 255);
                });
        registry.on(
                "advert_int",
                (line, draft) -> {
                    draft.advertWord = line.take("seconds");
                    draft.advertIntervalNs = line.seconds(draft.advertWord, 0.01, 255);
                });
        registry.on(
                "version",
                (line, draft) -> {
                    draft.versionWord = line.take("2 or 3");
                    draft.version = (int) line.integer(draft.versionWord, "2 or 3", 2, 3);
                });
        registry.on("native_ipv6", (_, draft) -> draft.nativeV6 = true);
    }

    private static void state(Line line, InstanceDraft draft) throws Refusal {
        Word word = line.take("MASTER or BACKUP");
        draft.stateWord = word;
        switch (word.text()) {
            case "MASTER" -> draft.state = Instance.State.MASTER;
            case "BACKUP" -> draft.state = Instance.State.BACKUP;
            default -> {
                draft.state = Instance.State.BACKUP;
                line.warning(
                        word,
                        "there is no state '%s': the instance starts as BACKUP"
                                .formatted(word.text()),
                        "write state BACKUP");
            }
        }
    }

    private void authentication() {
        authentication.on(
                "auth_type",
                (line, draft) ->
                        draft.authType = line.constant(Instance.Authentication.Type.class, "type"));
        authentication.on("auth_pass", InstanceDirectives::password);
        registry.on(
                "authentication",
                (line, draft) -> {
                    draft.authWord = line.keyword();
                    blocks.read(line, authentication, draft);
                });
    }

    private static void password(Line line, InstanceDraft draft) throws Refusal {
        Word word = line.take("a password");
        byte[] octets = word.text().getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0) {
            throw line.error(word, "an empty password");
        }
        if (octets.length > PASSWORD_OCTETS) {
            octets = Arrays.copyOf(octets, PASSWORD_OCTETS);
            String kept = new String(octets, StandardCharsets.UTF_8);
            line.warning(
                    word,
                    "a password has %d characters at most: the rest is cut off"
                            .formatted(PASSWORD_OCTETS),
                    "write auth_pass %s, on all machines".formatted(kept));
        }
        draft.authPassword = new String(octets, StandardCharsets.ISO_8859_1);
    }

    private void transport() {
        registry.on("mcast_src_ip", (line, draft) -> source(line, draft));
        registry.on(
                "unicast_src_ip",
                (line, draft) -> {
                    draft.unicastWord = line.keyword();
                    source(line, draft);
                });
        registry.on(
                "mcast_dst_ip",
                (line, draft) -> {
                    draft.groupWord = line.take("a multicast address");
                    draft.group = line.address(draft.groupWord);
                    if (!Families.isMulticast(draft.group)) {
                        throw line.error(
                                draft.groupWord,
                                "'%s' is not a multicast address".formatted(draft.groupWord));
                    }
                });
        registry.on(
                "unicast_peer",
                (line, draft) -> {
                    draft.unicastWord = line.keyword();
                    blocks.items(line.block(), InstanceDirectives::peer, draft);
                });
        registry.on(
                "unicast_ttl",
                (line, draft) -> {
                    draft.unicastWord = line.keyword();
                    draft.unicastTtl = (int) line.integer("a TTL", 0, 255);
                });
        flag("check_unicast_src", (draft, on) -> draft.checkUnicastSource = on);
        flag("track_src_ip", (draft, on) -> draft.trackSource = on);
        flag("unicast_fault_no_peer", (draft, on) -> draft.unicastFaultNoPeer = on);
    }

    private static void source(Line line, InstanceDraft draft) throws Refusal {
        draft.sourceWord = line.take("an address");
        draft.source = line.address(draft.sourceWord);
    }

    private static void peer(Line line, InstanceDraft draft) throws Refusal {
        IpAddress address = line.address("an address");
        int min = 0;
        int max = 255;
        while (line.hasNext()) {
            Word option = line.take("an option");
            switch (option.text()) {
                case "min_ttl" -> min = (int) line.integer("a TTL", 0, 255);
                case "max_ttl" -> max = (int) line.integer("a TTL", 0, 255);
                default -> throw line.unknown(option, "option", List.of("min_ttl", "max_ttl"));
            }
            draft.peersHaveLimits = true;
        }
        draft.peers.add(new Transport.Peer(address, min, max));
        if (min > max) {
            throw line.error(line.keyword(), "min_ttl is above max_ttl: no packet would be taken");
        }
    }

    private void preemption() {
        registry.on("nopreempt", (line, draft) -> draft.nopreempt = line.keyword());
        registry.on("preempt", (_, draft) -> draft.nopreempt = null);
        registry.on(
                "preempt_delay",
                (line, draft) -> {
                    draft.preemptDelayWord = line.keyword();
                    draft.preemptDelayNs = line.seconds("seconds", 0, 1_000);
                });
        registry.on(
                "down_timer_adverts",
                (line, draft) ->
                        draft.downTimerAdverts = (int) line.integer("a number of adverts", 1, 100));
    }

    private void flags() {
        flag("lower_prio_no_advert", (draft, on) -> draft.lowerPriorityNoAdvert = on);
        flag("higher_prio_send_advert", (draft, on) -> draft.higherPrioritySendAdvert = on);
        flag("skip_check_adv_addr", (draft, on) -> draft.skipAddressCheck = on);
        flag("strict_mode", (draft, on) -> draft.strict = on);
        registry.on("accept", (_, draft) -> draft.accept = true);
        registry.on("no_accept", (_, draft) -> draft.accept = false);
        registry.on("dont_track_primary", (_, draft) -> draft.trackInterface = false);
        registry.on("promote_secondaries", (_, draft) -> draft.promoteSecondaries = true);
    }

    private void flag(String keyword, BiConsumer<InstanceDraft, Boolean> setter) {
        registry.on(keyword, (line, draft) -> setter.accept(draft, line.truth()));
    }
}
