package io.aplomb.vrrp.router;

import static io.aplomb.vrrp.router.Routers.GREATER;
import static io.aplomb.vrrp.router.Routers.LESSER;
import static io.aplomb.vrrp.router.Routers.MS;
import static io.aplomb.vrrp.router.Routers.OWN;
import static io.aplomb.vrrp.router.Routers.SECOND;
import static io.aplomb.vrrp.router.Routers.VIP;
import static io.aplomb.vrrp.router.Routers.advert;
import static io.aplomb.vrrp.router.Routers.config;
import static io.aplomb.vrrp.router.Routers.heard;
import static io.aplomb.vrrp.router.Routers.master;
import static io.aplomb.vrrp.router.Routers.only;
import static io.aplomb.vrrp.router.Routers.owner;
import static io.aplomb.vrrp.router.Routers.sent;
import static io.aplomb.vrrp.router.Routers.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.Vrrp;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state machine of RFC 9568 section 6.4, sentence by sentence. */
class Rfc9568Test {
    private static final RouterConfig CONFIG = config(VrrpVersion.V3, 100);
    private static final long SKEW = 156 * SECOND / 256;
    private static final long DOWN = 3 * SECOND + SKEW;

    /** "Skew_Time = (((256 - Priority) * Active_Adver_Interval) / 256)". */
    @ParameterizedTest
    @CsvSource({
        "V3, 100, 100,  609375000",
        "V3, 255, 100,  3906250",
        "V3, 1,   100,  996093750",
        "V3, 100, 1,    6093750",
        "V3, 254, 1,    78125",
        "V3, 100, 4095, 24953906250",
        "V2, 100, 100,  609375000",
        "V2, 100, 1000, 609375000",
        "V2, 255, 1000, 3906250",
    })
    void section_6_1_skewTime(VrrpVersion version, int priority, int centiseconds, long ns) {
        long intervalNs = new AdvertInterval(centiseconds).ns();

        assertThat(Intervals.skewNs(version, priority, intervalNs)).isEqualTo(ns);
        assertThat(Intervals.masterDownNs(version, priority, intervalNs, 3))
                .isEqualTo(3 * intervalNs + ns);
    }

    /** "If the Priority = 255: send an ADVERTISEMENT, ... transition to the Active state". */
    @Test
    void section_6_4_1_owner_isMasterAtOnce() {
        VirtualRouter router = new VirtualRouter(CONFIG.with(owner()));
        router.on(new Event.SourceChanged(OWN), 0);

        List<Effect> effects = router.on(new Event.Startup(), 0);

        assertThat(router.state()).isEqualTo(State.MASTER);
        assertThat(effects)
                .containsSubsequence(
                        new Effect.JoinGroup(Vrrp.GROUP_V4),
                        new Effect.RemoveAddresses(List.of(VIP)),
                        new Effect.SendAdvert(router.config().advert(255), OWN),
                        new Effect.AddAddresses(List.of(VIP), true),
                        new Effect.Announce(List.of(VIP), 5),
                        new Effect.SetTimer(Timer.ADVERT, SECOND));
    }

    /** "Else: ... set the Active_Down_Timer to Active_Down_Interval, ... Backup state". */
    @Test
    void section_6_4_1_anyOther_listensFirst() {
        VirtualRouter router = new VirtualRouter(CONFIG);
        router.on(new Event.SourceChanged(OWN), 0);

        List<Effect> effects = router.on(new Event.Startup(), 0);

        assertThat(router.state()).isEqualTo(State.BACKUP);
        assertThat(effects).contains(new Effect.SetTimer(Timer.MASTER_DOWN, DOWN));
        assertThat(sent(effects)).isEmpty();
    }

    /** Backup: "If a Shutdown event is received: cancel the Active_Down_Timer". */
    @Test
    void section_6_4_2_shutdown_ofABackup_isSilent() {
        VirtualRouter router = started(CONFIG);

        List<Effect> effects = router.on(new Event.Shutdown(), SECOND);

        assertThat(router.state()).isEqualTo(State.INITIALIZE);
        assertThat(sent(effects)).isEmpty();
        assertThat(effects)
                .contains(
                        new Effect.CancelTimer(Timer.MASTER_DOWN),
                        new Effect.LeaveGroup(Vrrp.GROUP_V4),
                        new Effect.NotifyStop(State.BACKUP, 100));
    }

    /** "If the Active_Down_Timer fires: send an ADVERTISEMENT, ... gratuitous ARP". */
    @Test
    void section_6_4_2_downTimer_makesMaster() {
        VirtualRouter router = started(CONFIG);

        assertThat(router.on(new Event.TimerExpired(Timer.MASTER_DOWN), DOWN - 1)).isEmpty();
        List<Effect> effects = router.on(new Event.TimerExpired(Timer.MASTER_DOWN), DOWN);

        assertThat(router.state()).isEqualTo(State.MASTER);
        assertThat(effects)
                .containsExactly(
                        new Effect.SendAdvert(CONFIG.advert(100), OWN),
                        new Effect.AddAddresses(List.of(VIP), true),
                        new Effect.Announce(List.of(VIP), 5),
                        new Effect.SetTimer(Timer.ADVERT, DOWN + SECOND),
                        new Effect.SetTimer(Timer.ANNOUNCE_AGAIN, DOWN + 5 * SECOND),
                        new Effect.Notify(State.BACKUP, State.MASTER, 100));
    }

    /** "If the Priority in the ADVERTISEMENT is 0: set the Active_Down_Timer to Skew_Time". */
    @Test
    void section_6_4_2_resignation_leavesSkewTime() {
        VirtualRouter router = started(CONFIG);

        List<Effect> effects = router.on(heard(0, LESSER, SECOND), SECOND);

        assertThat(effects).containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + SKEW));
    }

    /** "... Priority greater than or equal to the local Priority: ... Active_Down_Interval". */
    @ParameterizedTest
    @CsvSource({"100", "101", "255"})
    void section_6_4_2_advertOfAtLeastOurs_armsTheTimer(int priority) {
        VirtualRouter router = started(CONFIG);

        List<Effect> effects = router.on(heard(priority, LESSER, SECOND), SECOND);

        assertThat(effects).containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + DOWN));
    }

    /** "Set Active_Adver_Interval to the Max Advertise Interval contained in it". */
    @Test
    void section_6_4_2_interval_isLearntFromTheMaster() {
        VirtualRouter router = started(CONFIG);
        var quick = advert(VrrpVersion.V3, 200, new AdvertInterval(10));

        List<Effect> effects = router.on(new Event.AdvertReceived(quick, LESSER, SECOND), SECOND);

        long skew = 156 * 100 * MS / 256;
        assertThat(effects)
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + 300 * MS + skew));
        assertThat(router.on(heard(0, LESSER, 2 * SECOND), 2 * SECOND))
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, 2 * SECOND + skew));
    }

    /** "Else (Preempt_Mode is True and Priority less): discard the ADVERTISEMENT". */
    @Test
    void section_6_4_2_lowerAdvert_withPreemption_isDiscarded() {
        VirtualRouter router = started(CONFIG);

        assertThat(router.on(heard(99, GREATER, SECOND), SECOND)).isEmpty();
    }

    /** "If Preempt_Mode is False ...: reset the Active_Down_Timer". */
    @Test
    void section_6_4_2_lowerAdvert_withoutPreemption_armsTheTimer() {
        VirtualRouter router = started(CONFIG.with(Election.DEFAULT.withPreempt(false, 0)));

        assertThat(router.on(heard(1, LESSER, SECOND), SECOND))
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + DOWN));
    }

    /** Active: "If a Shutdown event is received: ... send an ADVERTISEMENT with Priority = 0". */
    @Test
    void section_6_4_3_shutdown_ofAMaster_resigns() {
        VirtualRouter router = master(CONFIG);

        List<Effect> effects = router.on(new Event.Shutdown(), 10 * SECOND);

        assertThat(effects)
                .containsSubsequence(
                        new Effect.CancelTimer(Timer.ADVERT),
                        new Effect.SendAdvert(CONFIG.advert(0), OWN),
                        new Effect.RemoveAddresses(List.of(VIP)),
                        new Effect.NotifyStop(State.MASTER, 100));
        assertThat(router.state()).isEqualTo(State.INITIALIZE);
    }

    /** "If the Adver_Timer fires: send an ADVERTISEMENT, reset the Adver_Timer". */
    @Test
    void section_6_4_3_advertTimer_sendsAndDoesNotDrift() {
        VirtualRouter router = master(CONFIG);
        long dueNs = DOWN + SECOND;

        List<Effect> effects = router.on(new Event.TimerExpired(Timer.ADVERT), dueNs + 3 * MS);

        assertThat(effects)
                .containsExactly(
                        new Effect.SendAdvert(CONFIG.advert(100), OWN),
                        new Effect.SetTimer(Timer.ADVERT, dueNs + SECOND));
    }

    /**
     * "If the Priority in the ADVERTISEMENT is 0: send an ADVERTISEMENT, reset the Adver_Timer".
     */
    @Test
    void section_6_4_3_resignation_isAnswered() {
        VirtualRouter router = master(CONFIG);
        long nowNs = DOWN + 400 * MS;

        List<Effect> effects = router.on(heard(0, GREATER, nowNs), nowNs);

        assertThat(effects)
                .containsExactly(
                        new Effect.SendAdvert(CONFIG.advert(100), OWN),
                        new Effect.SetTimer(Timer.ADVERT, nowNs + SECOND));
    }

    /** "If the Priority is greater, or equal and the sender's address greater: ... Backup". */
    @ParameterizedTest
    @CsvSource({"101, 192.168.1.4", "100, 192.168.1.6"})
    void section_6_4_3_betterAdvert_makesBackup(int priority, String sender) {
        VirtualRouter router = master(CONFIG);
        long nowNs = 5 * SECOND;

        List<Effect> effects = router.on(heard(priority, Routers.address(sender), nowNs), nowNs);

        assertThat(router.state()).isEqualTo(State.BACKUP);
        assertThat(effects)
                .containsExactly(
                        new Effect.CancelTimer(Timer.ADVERT),
                        new Effect.CancelTimer(Timer.ANNOUNCE_AGAIN),
                        new Effect.RemoveAddresses(List.of(VIP)),
                        new Effect.SetTimer(Timer.MASTER_DOWN, nowNs + DOWN),
                        new Effect.Notify(State.MASTER, State.BACKUP, 100));
    }

    /** "Set Active_Adver_Interval to Max Advertise Interval ..., recompute the Skew_Time". */
    @Test
    void section_6_4_3_betterAdvert_teachesItsInterval() {
        VirtualRouter router = master(CONFIG);
        var slow = advert(VrrpVersion.V3, 200, new AdvertInterval(400));

        List<Effect> effects =
                router.on(new Event.AdvertReceived(slow, LESSER, 5 * SECOND), 5 * SECOND);

        assertThat(effects).contains(new Effect.SetTimer(Timer.MASTER_DOWN, 5 * SECOND + 4 * DOWN));
    }

    /** Section 1.2, change 5: "discard it and send an ADVERTISEMENT immediately". */
    @ParameterizedTest
    @CsvSource({"99, 192.168.1.6", "100, 192.168.1.4"})
    void section_6_4_3_lowerAdvert_isAnsweredAtOnce(int priority, String sender) {
        VirtualRouter router = master(CONFIG);
        long nowNs = 5 * SECOND;

        List<Effect> effects = router.on(heard(priority, Routers.address(sender), nowNs), nowNs);

        assertThat(router.state()).isEqualTo(State.MASTER);
        assertThat(sent(effects)).containsExactly(100);
        assertThat(only(effects, Effect.SetTimer.class))
                .extracting(Effect.SetTimer::timer)
                .doesNotContain(Timer.ADVERT);
    }

    /** Section 6.4.3: "the comparison is an unsigned integer comparison in network byte order". */
    @Test
    void section_6_4_3_tie_comparesAddressesUnsigned() {
        VirtualRouter router = new VirtualRouter(CONFIG);
        router.on(new Event.SourceChanged(Routers.address("10.0.0.1")), 0);
        router.on(new Event.Startup(), 0);
        router.on(new Event.TimerExpired(Timer.MASTER_DOWN), DOWN);

        router.on(heard(100, Routers.address("200.0.0.1"), DOWN), DOWN);

        assertThat(router.state()).isEqualTo(State.BACKUP);
    }

    /** Section 6.1: "Accept_Mode ... if it is not the IPvX address owner". */
    @Test
    void section_6_1_acceptMode_isForThoseWhoDoNotOwnTheAddress() {
        RouterConfig refusing =
                new RouterConfig(
                        "VI_1",
                        51,
                        false,
                        Election.DEFAULT,
                        WireOptions.of(VrrpVersion.V3, false),
                        Announcing.DEFAULT,
                        List.of(VIP),
                        List.of(),
                        false,
                        List.of());
        VirtualRouter router = started(refusing);
        VirtualRouter owning = new VirtualRouter(refusing.with(owner()));
        owning.on(new Event.SourceChanged(OWN), 0);

        assertThat(router.on(new Event.TimerExpired(Timer.MASTER_DOWN), DOWN))
                .contains(new Effect.AddAddresses(List.of(VIP), false));
        assertThat(owning.on(new Event.Startup(), 0))
                .contains(new Effect.AddAddresses(List.of(VIP), true));
    }

    /** RFC 3768 section 6.1: Skew_Time is of a second, whatever the interval. */
    @Test
    void rfc3768_section_6_4_2_resignation_leavesPartOfASecond() {
        RouterConfig tenSeconds =
                config(VrrpVersion.V2, 100)
                        .with(
                                WireOptions.of(VrrpVersion.V2, false)
                                        .withInterval(AdvertInterval.ofSeconds(10)));
        VirtualRouter router = started(tenSeconds);
        var resignation = advert(VrrpVersion.V2, 0, AdvertInterval.ofSeconds(10));

        List<Effect> effects =
                router.on(new Event.AdvertReceived(resignation, LESSER, SECOND), SECOND);

        assertThat(effects).containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + SKEW));
    }
}
