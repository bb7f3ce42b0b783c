package io.aplomb.vrrp.router;

import static io.aplomb.vrrp.router.Routers.GREATER;
import static io.aplomb.vrrp.router.Routers.LESSER;
import static io.aplomb.vrrp.router.Routers.MS;
import static io.aplomb.vrrp.router.Routers.OWN;
import static io.aplomb.vrrp.router.Routers.SECOND;
import static io.aplomb.vrrp.router.Routers.VIP;
import static io.aplomb.vrrp.router.Routers.config;
import static io.aplomb.vrrp.router.Routers.heard;
import static io.aplomb.vrrp.router.Routers.master;
import static io.aplomb.vrrp.router.Routers.only;
import static io.aplomb.vrrp.router.Routers.owner;
import static io.aplomb.vrrp.router.Routers.sent;
import static io.aplomb.vrrp.router.Routers.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.Advert;
import io.aplomb.vrrp.wire.AdvertInterval;
import io.aplomb.vrrp.wire.Delivery;
import io.aplomb.vrrp.wire.Vrrp;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keepalived adds to the RFC, and what a machine does to a router. */
class VirtualRouterTest {
    private static final RouterConfig CONFIG = config(VrrpVersion.V3, 100);
    private static final long SKEW = 156 * SECOND / 256;
    private static final long DOWN = 3 * SECOND + SKEW;
    private static final VirtualAddress OTHER = VirtualAddress.of(Routers.address("192.168.1.101"));

    @Test
    void linkDown_ofAMaster_resignsAndRemovesAddresses() {
        VirtualRouter router = master(CONFIG);

        List<Effect> effects = router.on(new Event.LinkChanged(false), 5 * SECOND);

        assertThat(router.state()).isEqualTo(State.FAULT);
        assertThat(sent(effects)).containsExactly(0);
        assertThat(effects)
                .contains(
                        new Effect.RemoveAddresses(List.of(VIP)),
                        new Effect.Notify(State.MASTER, State.FAULT, 100));
        assertThat(router.nextTimerNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(router.status().faults()).containsExactly("link down");
    }

    @Test
    void linkUp_listensAgainAndJoinsAgain() {
        VirtualRouter router = master(CONFIG);
        router.on(new Event.LinkChanged(false), 5 * SECOND);

        List<Effect> effects = router.on(new Event.LinkChanged(true), 6 * SECOND);

        assertThat(effects)
                .containsExactly(
                        new Effect.JoinGroup(Vrrp.GROUP_V4),
                        new Effect.SetTimer(Timer.MASTER_DOWN, 6 * SECOND + DOWN),
                        new Effect.Notify(State.FAULT, State.BACKUP, 100));
    }

    @Test
    void linkDown_twice_hasEffectsOnce() {
        VirtualRouter router = master(CONFIG);
        router.on(new Event.LinkChanged(false), 5 * SECOND);

        assertThat(router.on(new Event.LinkChanged(false), 5 * SECOND)).isEmpty();
    }

    @Test
    void start_withoutASourceAddress_isAFault() {
        VirtualRouter router = new VirtualRouter(CONFIG);

        router.on(new Event.Startup(), 0);
        assertThat(router.state()).isEqualTo(State.FAULT);
        assertThat(router.status().faults()).containsExactly("no source address");

        router.on(new Event.SourceChanged(OWN), SECOND);
        assertThat(router.state()).isEqualTo(State.BACKUP);
    }

    @Test
    void sourceLost_ofAMaster_removesAddressesWithoutAWord() {
        VirtualRouter router = master(CONFIG);

        List<Effect> effects = router.on(new Event.SourceChanged(null), 5 * SECOND);

        assertThat(sent(effects)).isEmpty();
        assertThat(effects).contains(new Effect.RemoveAddresses(List.of(VIP)));
    }

    @Test
    void fault_hearsNothing() {
        VirtualRouter router = master(CONFIG);
        router.on(new Event.LinkChanged(false), 5 * SECOND);

        assertThat(router.on(heard(0, LESSER, 6 * SECOND), 6 * SECOND)).isEmpty();
        assertThat(router.on(heard(200, LESSER, 6 * SECOND), 6 * SECOND)).isEmpty();
    }

    @Test
    void weightZero_unknown_waitsBeforeTheStart_asKeepalived() {
        VirtualRouter router =
                new VirtualRouter(CONFIG.withTracked(List.of(TrackedItem.script("s", 0))));
        router.on(new Event.SourceChanged(OWN), 0);

        router.on(new Event.Startup(), 0);
        assertThat(router.state()).isEqualTo(State.INITIALIZE);

        router.on(new Event.TrackedChanged("s", TrackStatus.UP), SECOND);
        assertThat(router.state()).isEqualTo(State.BACKUP);
    }

    @Test
    void weightZero_failing_isAFaultUntilItSucceeds() {
        VirtualRouter router =
                new VirtualRouter(CONFIG.withTracked(List.of(TrackedItem.script("s", 0))));
        router.on(new Event.SourceChanged(OWN), 0);
        router.on(new Event.TrackedChanged("s", TrackStatus.UP), 0);
        router.on(new Event.Startup(), 0);
        router.on(new Event.TimerExpired(Timer.MASTER_DOWN), DOWN);

        List<Effect> effects =
                router.on(new Event.TrackedChanged("s", TrackStatus.DOWN), 4 * SECOND);
        assertThat(sent(effects)).containsExactly(0);
        assertThat(router.state()).isEqualTo(State.FAULT);
        assertThat(router.status().faults()).containsExactly("s");

        router.on(new Event.TrackedChanged("s", TrackStatus.UP), 5 * SECOND);
        assertThat(router.state()).isEqualTo(State.BACKUP);
    }

    @Test
    void weight_changesThePriorityOfTheNextAdvert() {
        VirtualRouter router = master(CONFIG.withTracked(List.of(TrackedItem.script("s", -20))));

        List<Effect> change =
                router.on(new Event.TrackedChanged("s", TrackStatus.DOWN), 4 * SECOND);
        List<Effect> next = router.on(new Event.TimerExpired(Timer.ADVERT), DOWN + SECOND);

        assertThat(change).containsExactly(new Effect.NotifyPriority(State.MASTER, 100, 80));
        assertThat(sent(next)).containsExactly(80);
    }

    @Test
    void weight_ofABackup_movesItsTimerBySkew() {
        VirtualRouter router = started(CONFIG.withTracked(List.of(TrackedItem.script("s", 50))));

        List<Effect> effects = router.on(new Event.TrackedChanged("s", TrackStatus.UP), SECOND);

        assertThat(effects)
                .containsExactly(
                        new Effect.NotifyPriority(State.BACKUP, 100, 150),
                        new Effect.SetTimer(Timer.MASTER_DOWN, 3 * SECOND + 106 * SECOND / 256));
    }

    @Test
    void tracked_itemOfOthers_isIgnored() {
        VirtualRouter router = master(CONFIG);

        assertThat(router.on(new Event.TrackedChanged("?", TrackStatus.DOWN), 5 * SECOND))
                .isEmpty();
    }

    @Test
    void preemptDelay_startsWhenALowerMasterIsHeard() {
        VirtualRouter router = started(CONFIG.with(Election.DEFAULT.withPreempt(true, 2 * SECOND)));

        assertThat(router.on(heard(50, LESSER, SECOND), SECOND))
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + DOWN));
        assertThat(router.on(heard(50, LESSER, 2 * SECOND), 2 * SECOND))
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, 2 * SECOND + DOWN));
        assertThat(router.on(heard(50, LESSER, 3 * SECOND), 3 * SECOND)).isEmpty();
    }

    @Test
    void preemptDelay_endsWhenABetterMasterIsHeard() {
        VirtualRouter router = started(CONFIG.with(Election.DEFAULT.withPreempt(true, 2 * SECOND)));
        router.on(heard(50, LESSER, SECOND), SECOND);
        router.on(heard(150, GREATER, 2 * SECOND), 2 * SECOND);

        assertThat(router.on(heard(50, LESSER, 4 * SECOND), 4 * SECOND))
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, 4 * SECOND + DOWN));
    }

    @Test
    void preemptDelay_doesNotDelayADeadMastersSuccessor() {
        VirtualRouter router =
                started(CONFIG.with(Election.DEFAULT.withPreempt(true, 1000 * SECOND)));
        router.on(heard(50, LESSER, SECOND), SECOND);

        router.on(new Event.TimerExpired(Timer.MASTER_DOWN), SECOND + DOWN);

        assertThat(router.state()).isEqualTo(State.MASTER);
    }

    @Test
    void nopreempt_withStateMaster_isNotHonoured_asKeepalived() {
        Election election = new Election(100, true, false, 5 * SECOND, 3, false, false);

        assertThat(election.honoured())
                .isEqualTo(new Election(100, true, true, 0, 3, false, false));
        assertThat(new Election(255, false, false, 0, 3, false, false).honoured().preempt())
                .isTrue();
        assertThat(Election.DEFAULT.withPreempt(false, SECOND).honoured())
                .isEqualTo(Election.DEFAULT.withPreempt(false, 0));
    }

    @Test
    void owner_withStateBackup_waits_asKeepalived() {
        VirtualRouter router = started(CONFIG.with(Election.DEFAULT.withPriority(255)));

        assertThat(router.state()).isEqualTo(State.BACKUP);
    }

    @Test
    void owners_two_theLowerAddressYields() {
        VirtualRouter router = started(CONFIG.with(owner()));

        List<Effect> kept = router.on(heard(255, LESSER, SECOND), SECOND);
        assertThat(router.state()).isEqualTo(State.MASTER);
        List<Effect> lost = router.on(heard(255, GREATER, SECOND), SECOND);
        assertThat(router.state()).isEqualTo(State.BACKUP);

        assertThat(kept).contains(new Effect.Report(Incident.OWNER_CONFLICT, LESSER, 255));
        assertThat(lost).contains(new Effect.Report(Incident.OWNER_CONFLICT, GREATER, 255));
    }

    @Test
    void lowerMaster_isRepairedNowAndAgain() {
        VirtualRouter router = master(CONFIG);

        List<Effect> effects = router.on(heard(99, LESSER, 9 * SECOND), 9 * SECOND);
        List<Effect> again =
                router.on(new Event.TimerExpired(Timer.ANNOUNCE_AFTER_LOWER), 14 * SECOND);

        assertThat(effects)
                .contains(
                        new Effect.Announce(List.of(VIP), 5),
                        new Effect.SetTimer(Timer.ANNOUNCE_AFTER_LOWER, 14 * SECOND),
                        new Effect.NotifyLowerMaster(LESSER, 99));
        assertThat(again).containsExactly(new Effect.Announce(List.of(VIP), 5));
    }

    @Test
    void lowerPrioNoAdvert_andNoRepeat_isSilent() {
        Election silent = new Election(100, false, true, 0, 3, true, false);
        VirtualRouter router =
                master(CONFIG.with(silent).with(new Announcing(5, 0, 0, SECOND, 0, 1)));

        List<Effect> effects = router.on(heard(99, LESSER, DOWN), DOWN);

        assertThat(effects).containsExactly(new Effect.NotifyLowerMaster(LESSER, 99));
    }

    @Test
    void higherPrioSendAdvert_speaksBeforeItYields() {
        Election speaking = new Election(100, false, true, 0, 3, false, true);
        VirtualRouter router = master(CONFIG.with(speaking));

        List<Effect> effects = router.on(heard(101, LESSER, DOWN), DOWN);

        assertThat(effects)
                .containsSubsequence(
                        new Effect.SendAdvert(CONFIG.advert(100), OWN),
                        new Effect.RemoveAddresses(List.of(VIP)));
    }

    @Test
    void splitBrain_isReportedOnceForEachTimeItBegins() {
        VirtualRouter router = master(CONFIG);
        long begin = DOWN + 2 * SECOND;

        assertThat(splitBrains(router, DOWN + SECOND)).isZero();
        assertThat(splitBrains(router, begin)).isOne();
        assertThat(splitBrains(router, begin + SECOND)).isZero();
        assertThat(splitBrains(router, begin + 2 * SECOND)).isZero();
        assertThat(splitBrains(router, begin + 10 * SECOND)).isOne();
        assertThat(router.status().counts())
                .containsEntry(Count.SPLIT_BRAINS, 2L)
                .containsEntry(Count.LOWER_MASTER_HEARD, 5L);
    }

    @Test
    void refresh_remindsTheNeighboursForever() {
        VirtualRouter router = master(CONFIG.with(new Announcing(1, 0, 1, 0, 60 * SECOND, 2)));
        long dueNs = DOWN + 60 * SECOND;

        assertThat(router.on(new Event.TimerExpired(Timer.ANNOUNCE_REFRESH), dueNs))
                .containsExactly(
                        new Effect.Announce(List.of(VIP), 2),
                        new Effect.SetTimer(Timer.ANNOUNCE_REFRESH, dueNs + 60 * SECOND));
    }

    @Test
    void lateAdvert_isReportedAndStartsANewRow() {
        VirtualRouter router = master(CONFIG);
        long nowNs = DOWN + 60 * SECOND;

        assertThat(router.on(new Event.TimerExpired(Timer.ADVERT), nowNs))
                .containsExactly(
                        new Effect.Report(Incident.LATE_ADVERT, OWN, 100),
                        new Effect.SendAdvert(CONFIG.advert(100), OWN),
                        new Effect.SetTimer(Timer.ADVERT, nowNs + SECOND));
    }

    @Test
    void advertReceivedEarlier_countsFromThen() {
        VirtualRouter router = started(CONFIG);

        assertThat(router.on(heard(100, LESSER, SECOND), SECOND + 300 * MS))
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, SECOND + DOWN));
    }

    @Test
    void timer_expiringTwice_hasEffectsOnce() {
        VirtualRouter router = master(CONFIG);
        router.on(new Event.TimerExpired(Timer.ADVERT), DOWN + SECOND);

        assertThat(router.on(new Event.TimerExpired(Timer.ADVERT), DOWN + SECOND)).isEmpty();
        assertThat(router.on(new Event.TimerExpired(Timer.MASTER_DOWN), DOWN + SECOND)).isEmpty();
    }

    @Test
    void startAndStop_twice_haveEffectsOnce() {
        VirtualRouter router = started(CONFIG);

        assertThat(router.on(new Event.Startup(), SECOND)).isEmpty();
        router.on(new Event.Shutdown(), SECOND);
        assertThat(router.on(new Event.Shutdown(), SECOND)).isEmpty();
        router.on(new Event.Startup(), 2 * SECOND);
        assertThat(router.state()).isEqualTo(State.BACKUP);
    }

    @Test
    void unicast_joinsNothing() {
        WireOptions wire = CONFIG.wire();
        WireOptions unicast =
                new WireOptions(
                        wire.version(),
                        wire.interval(),
                        wire.authentication(),
                        wire.sendChecksum(),
                        wire.acceptChecksums(),
                        new Delivery.Unicast(List.of(Delivery.Peer.of(LESSER)), false),
                        wire.addressCheck(),
                        wire.strict());
        VirtualRouter router = new VirtualRouter(CONFIG.with(unicast));
        router.on(new Event.SourceChanged(OWN), 0);

        assertThat(only(router.on(new Event.Startup(), 0), Effect.JoinGroup.class)).isEmpty();
        assertThat(router.on(new Event.Reload(CONFIG), 0))
                .containsExactly(new Effect.JoinGroup(Vrrp.GROUP_V4));
    }

    @Test
    void reload_ofAMaster_changesOnlyWhatChanged() {
        VirtualRouter router = master(CONFIG);
        RouterConfig next = CONFIG.withAddresses(List.of(OTHER));

        assertThat(router.on(new Event.Reload(CONFIG), 4 * SECOND)).isEmpty();
        assertThat(router.on(new Event.Reload(next), 4 * SECOND))
                .containsExactly(
                        new Effect.RemoveAddresses(List.of(VIP)),
                        new Effect.AddAddresses(List.of(OTHER), true),
                        new Effect.Announce(List.of(OTHER), 1));
        assertThat(router.on(new Event.Shutdown(), 5 * SECOND))
                .contains(new Effect.RemoveAddresses(List.of(OTHER)));
    }

    @Test
    void reload_thatMakesAnOwner_acceptsWhatIsSentToTheAddresses() {
        RouterConfig refusing =
                new RouterConfig(
                        CONFIG.name(),
                        CONFIG.vrid(),
                        false,
                        CONFIG.election(),
                        CONFIG.wire(),
                        CONFIG.announcing(),
                        CONFIG.addresses(),
                        List.of(),
                        false,
                        List.of());
        VirtualRouter router = master(refusing);

        assertThat(router.on(new Event.PriorityChanged(255), DOWN))
                .contains(new Effect.AddAddresses(List.of(VIP), true));
    }

    @Test
    void reload_withAShorterInterval_sendsSooner() {
        VirtualRouter router = master(CONFIG);
        WireOptions quick = CONFIG.wire().withInterval(new AdvertInterval(10));

        assertThat(router.on(new Event.Reload(CONFIG.with(quick)), DOWN))
                .containsExactly(new Effect.SetTimer(Timer.ADVERT, DOWN + 100 * MS));
    }

    @Test
    void reload_ofABackup_keepsTheIntervalOfItsMaster() {
        VirtualRouter router = started(CONFIG);
        router.on(heard(200, GREATER, SECOND), SECOND);
        WireOptions quick = CONFIG.wire().withInterval(new AdvertInterval(10));

        assertThat(router.on(new Event.Reload(CONFIG.with(quick)), 2 * SECOND)).isEmpty();
    }

    @Test
    void reload_asAnotherRouter_isRefused() {
        VirtualRouter router = started(CONFIG);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> router.on(new Event.Reload(config(VrrpVersion.V2, 100)), SECOND));
    }

    @Test
    void priorityChanged_isTheNewBase() {
        VirtualRouter router = master(CONFIG);

        assertThat(router.on(new Event.PriorityChanged(42), 4 * SECOND))
                .containsExactly(new Effect.NotifyPriority(State.MASTER, 100, 42));
        assertThat(router.status().priority()).isEqualTo(42);
    }

    @Test
    void addressesLost_areRestoredByTheMasterOnly() {
        VirtualRouter master = master(CONFIG);
        VirtualRouter backup = started(CONFIG);
        Event lost = new Event.AddressesLost(List.of(VIP, OTHER));

        assertThat(master.on(lost, 4 * SECOND))
                .containsExactly(
                        new Effect.AddAddresses(List.of(VIP), true),
                        new Effect.Announce(List.of(VIP), 1));
        assertThat(backup.on(lost, 4 * SECOND)).isEmpty();
    }

    @Test
    void lastWordsOfAWorseMaster_doNotShortenTheWaitForABetterOne() {
        VirtualRouter router = started(CONFIG);
        Advert slow = Routers.advert(VrrpVersion.V3, 200, new AdvertInterval(500));
        Advert quick = Routers.advert(VrrpVersion.V3, 150, new AdvertInterval(10));
        router.on(new Event.AdvertReceived(slow, LESSER, SECOND), SECOND);

        assertThat(router.on(new Event.AdvertReceived(quick, GREATER, SECOND + MS), SECOND + MS))
                .isEmpty();
        assertThat(router.nextTimerNs()).isEqualTo(SECOND + 5 * DOWN);
        assertThat(router.on(new Event.AdvertReceived(quick, LESSER, 2 * SECOND), 2 * SECOND))
                .as("the Master itself may have become quicker")
                .containsExactly(new Effect.SetTimer(Timer.MASTER_DOWN, 2 * SECOND + DOWN / 10));
    }

    @Test
    void status_namesTheMaster() {
        VirtualRouter router = started(CONFIG);
        router.on(heard(150, GREATER, SECOND), SECOND);
        assertThat(router.status().master()).isEqualTo(GREATER);
        assertThat(router.status().masterPriority()).isEqualTo(150);
        assertThat(router.status().masterDownNs()).isEqualTo(DOWN);

        router.on(new Event.TimerExpired(Timer.MASTER_DOWN), SECOND + DOWN);
        assertThat(router.status().master()).isEqualTo(OWN);
        assertThat(router.status().sinceNs()).isEqualTo(SECOND + DOWN);
    }

    @Test
    void clock_goingBack_isABug() {
        VirtualRouter router = started(CONFIG);
        router.on(new Event.LinkChanged(true), SECOND);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> router.on(new Event.LinkChanged(true), SECOND - 1));
    }

    private static int splitBrains(VirtualRouter router, long nowNs) {
        return only(router.on(heard(99, LESSER, nowNs), nowNs), Effect.Report.class).size();
    }
}
