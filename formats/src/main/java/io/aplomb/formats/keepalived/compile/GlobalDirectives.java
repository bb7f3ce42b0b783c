package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.keepalived.compile.GlobalDraft.FifoDraft;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The keywords of {@code global_defs}. */
final class GlobalDirectives {

    private final BlockReader blocks;
    private final Registry<GlobalDraft> registry = new Registry<>(Scope.GLOBAL_DEFS);

    GlobalDirectives(BlockReader blocks) {
        this.blocks = blocks;
        identity();
        scheduling();
        mail();
        flags();
        protocol();
        fifo("notify_fifo", draft -> draft.notifyFifo);
        fifo("vrrp_notify_fifo", draft -> draft.vrrpNotifyFifo);
        fifo("lvs_notify_fifo", draft -> draft.lvsNotifyFifo);
        GarpDraft.register(registry, "vrrp_", draft -> draft.garp);
    }

    Registry<GlobalDraft> registry() {
        return registry;
    }

    private void identity() {
        name("router_id", (draft, value) -> draft.routerId = value);
        name("lvs_id", (draft, value) -> draft.routerId = value);
        name("instance", (draft, value) -> draft.instanceName = value);
        name("default_interface", (draft, value) -> draft.defaultInterface = value);
        name("vmac_prefix", (draft, value) -> draft.vmacPrefix = value);
        registry.on(
                "nftables",
                (line, draft) -> {
                    if (line.hasNext()) {
                        draft.nftablesTable = line.take("the name of a table").text();
                    }
                });
        registry.on("script_user", (line, draft) -> draft.scriptUser = Scripts.user(line));
        registry.on(
                "startup_script", (line, draft) -> draft.startupScript = Scripts.withUser(line));
        registry.on(
                "shutdown_script", (line, draft) -> draft.shutdownScript = Scripts.withUser(line));
        registry.on(
                "startup_script_timeout",
                (line, draft) -> draft.startupTimeoutNs = line.seconds("seconds", 1, 1_000));
        registry.on(
                "shutdown_script_timeout",
                (line, draft) -> draft.shutdownTimeoutNs = line.seconds("seconds", 1, 1_000));
        registry.on("random_seed", (line, _) -> line.integer("a number", 0, 0xFFFF_FFFFL));
        // The reader of files obeys it; inside other blocks it stands as well as here.
        registry.on("include_check", (line, _) -> line.rest());
    }

    private void name(String keyword, BiConsumer<GlobalDraft, String> setter) {
        registry.on(keyword, (line, draft) -> setter.accept(draft, line.take("a name").text()));
    }

    private void scheduling() {
        registry.on(
                "vrrp_rt_priority",
                (line, draft) -> draft.realTimePriority = (int) line.integer("a priority", 1, 99));
        registry.on(
                "max_auto_priority",
                (line, draft) ->
                        draft.maxAutoPriority =
                                line.hasNext()
                                        ? (int) Math.max(0, line.integer("a priority", -1, 99))
                                        : 99);
        registry.on(
                "min_auto_priority_delay",
                (line, draft) ->
                        draft.minAutoPriorityDelayNs =
                                1_000 * line.integer("microseconds", 1, 10_000_000));
        registry.on(
                "vrrp_startup_delay",
                (line, draft) -> draft.startupDelayNs = line.seconds("seconds", 0, 86_400));
    }

    private void mail() {
        registry.on(
                "notification_email",
                (line, draft) -> {
                    draft.mailPosition = line.position();
                    blocks.items(
                            line.block(),
                            (item, to) -> item.rest().forEach(w -> to.mailRecipients.add(w.text())),
                            draft);
                });
        registry.on(
                "notification_email_from",
                (line, draft) -> draft.mailFrom = line.take("an address").text());
        registry.on(
                "smtp_server",
                (line, draft) -> {
                    draft.mailPosition = line.position();
                    draft.smtpHost = line.take("a name or address").text();
                    if (line.hasNext()) {
                        draft.smtpPort = (int) line.integer("a port", 1, 65_535);
                    }
                });
        registry.on("smtp_helo_name", (line, draft) -> draft.heloName = line.take("a name").text());
        registry.on(
                "smtp_connect_timeout",
                (line, draft) ->
                        draft.smtpConnectTimeoutNs = line.seconds("seconds", 0.001, 3_600));
        registry.on("smtp_alert", (line, draft) -> draft.alert = line.truth());
        registry.on("smtp_alert_vrrp", (line, draft) -> draft.alertVrrp = line.truth());
        registry.on("smtp_alert_checker", (line, draft) -> draft.alertChecker = line.truth());
        registry.on("no_email_faults", (_, draft) -> draft.alertFaults = false);
        flag("no_checker_emails", (draft, on) -> draft.alertEachCheck = !on);
    }

    private void flags() {
        flag("checker_log_all_failures", (draft, on) -> draft.checkersLogAllFailures = on);
        flag("enable_script_security", (draft, on) -> draft.scriptSecurity = on);
        flag("fifo_write_vrrp_states_on_reload", (draft, on) -> draft.writeStatesOnReload = on);
        flag("data_use_instance", (draft, on) -> draft.dataUsesInstance = on);
        flag("log_unknown_vrids", (draft, on) -> draft.logUnknownRouterIds = on);
        flag("lvs_flush", (draft, on) -> draft.lvsFlush = on);
        flag("rs_init_notifies", (draft, on) -> draft.notifyRealServersAtStart = on);
        flag("vrrp_min_garp", (draft, on) -> draft.minimalGarp = on);
        flag("vrrp_check_unicast_src", (draft, on) -> draft.checkUnicastSource = on);
        flag("vrrp_skip_check_adv_addr", (draft, on) -> draft.skipAddressCheck = on);
        flag("vrrp_strict", (draft, on) -> draft.strict = on);
        flag("vrrp_lower_prio_no_advert", (draft, on) -> draft.lowerPriorityNoAdvert = on);
        flag("vrrp_higher_prio_send_advert", (draft, on) -> draft.higherPrioritySendAdvert = on);
        flag("vrrp_notify_priority_changes", (draft, on) -> draft.notifyPriorityChanges = on);
        registry.on(
                "lvs_flush_on_stop",
                (line, draft) -> {
                    line.takeIf("VS");
                    draft.lvsFlushOnStop = true;
                });
    }

    private void flag(String keyword, BiConsumer<GlobalDraft, Boolean> setter) {
        registry.on(keyword, (line, draft) -> setter.accept(draft, line.truth()));
    }

    private void protocol() {
        registry.on(
                "vrrp_version",
                (line, draft) -> draft.version = (int) line.integer("2 or 3", 2, 3));
        registry.on("vrrp_mcast_group4", (line, draft) -> draft.group4 = group(line, false));
        registry.on("vrrp_mcast_group6", (line, draft) -> draft.group6 = group(line, true));
        registry.on(
                "vrrp_down_timer_adverts",
                (line, draft) ->
                        draft.downTimerAdverts = (int) line.integer("a number of adverts", 1, 100));
        registry.on(
                "vrrp_garp_interval",
                (line, draft) -> draft.garpIntervalNs = line.seconds("seconds", 0, 1));
        registry.on(
                "vrrp_gna_interval",
                (line, draft) -> draft.gnaIntervalNs = line.seconds("seconds", 0, 1));
    }

    private static IpAddress group(Line line, boolean v6) throws Refusal {
        Word word = line.take("a multicast address");
        IpAddress address = line.address(word);
        if (address.v6() != v6 || !Families.isMulticast(address)) {
            throw line.error(
                    word,
                    "'%s' is not an %s multicast address"
                            .formatted(word.text(), v6 ? "IPv6" : "IPv4"));
        }
        return address;
    }

    private void fifo(String keyword, Function<GlobalDraft, FifoDraft> of) {
        registry.on(
                keyword,
                (line, draft) -> {
                    FifoDraft fifo = of.apply(draft);
                    fifo.position = line.position();
                    fifo.path = line.take("a path").text();
                    if (line.hasNext()) {
                        fifo.owner = Scripts.user(line);
                    }
                });
        registry.on(
                keyword + "_script",
                (line, draft) -> of.apply(draft).reader = Scripts.withUser(line));
    }
}
