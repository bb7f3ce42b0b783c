package io.aplomb.vrrp.router;

import static io.aplomb.vrrp.router.Routers.GREATER;
import static io.aplomb.vrrp.router.Routers.LESSER;
import static io.aplomb.vrrp.router.Routers.OWN;
import static io.aplomb.vrrp.router.Routers.SECOND;
import static io.aplomb.vrrp.router.Routers.VIP;
import static io.aplomb.vrrp.router.Routers.heard;
import static io.aplomb.vrrp.router.Routers.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import io.aplomb.vrrp.wire.VrrpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** keepalived's {@code vrrp_sync_group}: all members in one state. */
class SyncGroupTest {
    private static final long DOWN = 3 * SECOND + 156 * SECOND / 256;

    private final VirtualRouter inside = router("inside", Election.DEFAULT, List.of());
    private final VirtualRouter outside = router("outside", Election.DEFAULT, List.of());
    private final SyncGroup group = new SyncGroup(List.of(inside, outside));

    @Test
    void member_whoseMasterIsDown_waitsForTheOther() {
        start();

        group.on("inside", expired(), DOWN);
        assertStates(State.BACKUP);

        List<GroupEffect> effects = group.on("outside", expired(), DOWN);
        assertStates(State.MASTER);
        assertThat(effects).contains(new GroupEffect.Notify(State.BACKUP, State.MASTER));
    }

    @Test
    void member_thatHearsAMasterAgain_waitsNoLonger() {
        start();
        group.on("inside", expired(), DOWN);
        group.on("inside", heard(100, LESSER, DOWN), DOWN);

        group.on("outside", expired(), DOWN);

        assertStates(State.BACKUP);
    }

    @Test
    void member_thatYields_takesTheOthersSilently() {
        becomeMasters();

        List<GroupEffect> effects = group.on("inside", heard(150, GREATER, 5 * SECOND), 5 * SECOND);

        assertStates(State.BACKUP);
        assertThat(of("outside", effects))
                .contains(new Effect.RemoveAddresses(List.of(VIP)))
                .noneMatch(Effect.SendAdvert.class::isInstance);
    }

    @Test
    void member_inFault_takesAllToFault_andTheyResign() {
        becomeMasters();

        List<GroupEffect> effects = group.on("inside", new Event.LinkChanged(false), 5 * SECOND);

        assertStates(State.FAULT);
        assertThat(Routers.sent(of("outside", effects))).containsExactly(0);
        assertThat(outside.status().faults()).containsExactly("sync group");
        assertThat(effects).contains(new GroupEffect.Notify(State.MASTER, State.FAULT));
    }

    @Test
    void lastFaultGone_bringsAllBack() {
        becomeMasters();
        group.on("inside", new Event.LinkChanged(false), 5 * SECOND);
        group.on("outside", new Event.LinkChanged(false), 5 * SECOND);

        group.on("inside", new Event.LinkChanged(true), 6 * SECOND);
        assertStates(State.FAULT);

        group.on("outside", new Event.LinkChanged(true), 7 * SECOND);
        assertStates(State.BACKUP);
    }

    @Test
    void start_withOneInFault_leavesNoneListening() {
        group.on("inside", new Event.SourceChanged(OWN), 0);

        List<GroupEffect> effects = group.onAll(new Event.Startup(), 0);

        assertStates(State.FAULT);
        assertThat(effects)
                .contains(new GroupEffect.Notify(State.INITIALIZE, State.FAULT))
                .noneMatch(
                        each ->
                                each instanceof GroupEffect.OfMember(var name, var effect)
                                        && effect instanceof Effect.Notify notify
                                        && notify.to() == State.BACKUP);
    }

    @Test
    void start_withOneWaiting_letsAllWait() {
        VirtualRouter plain = router("a", Election.DEFAULT, List.of());
        VirtualRouter watching = router("b", Election.DEFAULT, List.of(TrackedItem.script("s", 0)));
        SyncGroup waiting = new SyncGroup(List.of(plain, watching));
        waiting.onAll(new Event.SourceChanged(OWN), 0);

        waiting.onAll(new Event.Startup(), 0);
        assertThat(waiting.state()).isEqualTo(State.INITIALIZE);

        waiting.onAll(new Event.TrackedChanged("s", TrackStatus.UP), SECOND);
        assertThat(plain.state()).isEqualTo(State.BACKUP);
        assertThat(watching.state()).isEqualTo(State.BACKUP);
    }

    @Test
    void owners_areMastersAtOnce() {
        SyncGroup owners =
                new SyncGroup(
                        List.of(router("a", owner(), List.of()), router("b", owner(), List.of())));
        owners.onAll(new Event.SourceChanged(OWN), 0);

        owners.onAll(new Event.Startup(), 0);

        assertThat(owners.state()).isEqualTo(State.MASTER);
    }

    @Test
    void lowerMaster_ofOneMember_isRepairedForAll() {
        becomeMasters();

        List<GroupEffect> effects = group.on("inside", heard(50, LESSER, 9 * SECOND), 9 * SECOND);

        assertThat(of("inside", effects)).contains(new Effect.Announce(List.of(VIP), 5));
        assertThat(of("outside", effects))
                .containsExactly(
                        new Effect.Announce(List.of(VIP), 5),
                        new Effect.SetTimer(Timer.ANNOUNCE_AFTER_LOWER, 14 * SECOND));
    }

    @Test
    void stop_resignsAllAndTellsOnce() {
        becomeMasters();

        List<GroupEffect> effects = group.onAll(new Event.Shutdown(), 9 * SECOND);

        assertThat(Routers.sent(of("inside", effects))).containsExactly(0);
        assertThat(Routers.sent(of("outside", effects))).containsExactly(0);
        assertThat(effects).containsOnlyOnce(new GroupEffect.NotifyStop(State.MASTER));
        assertThat(group.state()).isEqualTo(State.INITIALIZE);
    }

    @Test
    void events_ofAMember_goToTheGroup() {
        assertThatIllegalStateException().isThrownBy(() -> inside.on(new Event.Startup(), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> group.on("inside", new Event.Startup(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> group.on("nobody", expired(), 0));
    }

    @Test
    void memberOfAReload_joinsMastersAtOnce() {
        becomeMasters();
        group.dissolve(DOWN);
        VirtualRouter added = router("added", Election.DEFAULT, List.of());
        added.on(new Event.SourceChanged(OWN), DOWN);
        SyncGroup grown = new SyncGroup(List.of(inside, outside, added), State.MASTER);

        List<GroupEffect> effects = grown.start(DOWN);

        assertThat(added.state()).isEqualTo(State.MASTER);
        assertThat(grown.state()).isEqualTo(State.MASTER);
        assertThat(of("inside", effects)).isEmpty();
        assertThat(effects).noneMatch(GroupEffect.Notify.class::isInstance);
    }

    @Test
    void memberOfAReload_inFault_takesTheOthersAlong() {
        becomeMasters();
        group.dissolve(DOWN);
        VirtualRouter added = router("added", Election.DEFAULT, List.of());

        new SyncGroup(List.of(inside, outside, added), State.MASTER).start(DOWN);

        assertStatesOfMembers(State.FAULT);
    }

    /** It is the first member, whose state tells that of the group. */
    @Test
    void memberOfAReload_thatWaits_takesNothingFromTheMasters() {
        VirtualRouter added = watching();
        SyncGroup grown = new SyncGroup(List.of(added, inside, outside), State.MASTER);

        List<GroupEffect> effects = grown.start(DOWN);
        effects.addAll(grown.onAll(new Event.SourceChanged(OWN), DOWN + SECOND / 2));

        assertThat(added.state()).isEqualTo(State.INITIALIZE);
        assertStatesOfMembers(State.MASTER);
        assertThat(grown.state()).isEqualTo(State.MASTER);
        assertThat(of("inside", effects)).isEmpty();
        assertThat(of("outside", effects)).isEmpty();
        assertThat(effects).noneMatch(GroupEffect.Notify.class::isInstance);

        effects = grown.onAll(new Event.TrackedChanged("s", TrackStatus.UP), DOWN + SECOND);

        assertThat(added.state()).isEqualTo(State.MASTER);
        assertStatesOfMembers(State.MASTER);
        assertThat(of("inside", effects)).isEmpty();
        assertThat(effects).noneMatch(GroupEffect.Notify.class::isInstance);
    }

    @Test
    void memberThatStillWaits_atTheNextReload_takesNothingEither() {
        VirtualRouter added = watching();
        SyncGroup grown = new SyncGroup(List.of(added, inside, outside), State.MASTER);
        grown.start(DOWN);
        grown.dissolve(DOWN);
        SyncGroup again = new SyncGroup(List.of(inside, added, outside), State.MASTER);

        List<GroupEffect> effects = again.start(DOWN);

        assertStatesOfMembers(State.MASTER);
        assertThat(of("inside", effects)).isEmpty();
        again.onAll(new Event.TrackedChanged("s", TrackStatus.UP), DOWN + SECOND);
        assertThat(added.state()).isEqualTo(State.MASTER);
        assertStatesOfMembers(State.MASTER);
    }

    @Test
    void memberOfAReload_whoseScriptFails_takesTheOthersAlong() {
        VirtualRouter added = watching();
        SyncGroup grown = new SyncGroup(List.of(added, inside, outside), State.MASTER);
        grown.start(DOWN);

        List<GroupEffect> effects =
                grown.onAll(new Event.TrackedChanged("s", TrackStatus.DOWN), DOWN + SECOND);

        assertThat(added.state()).isEqualTo(State.FAULT);
        assertStatesOfMembers(State.FAULT);
        assertThat(effects).contains(new GroupEffect.Notify(State.MASTER, State.FAULT));
    }

    @Test
    void memberOfAReload_thatWaited_followsOthersThatYieldedMeanwhile() {
        VirtualRouter added = watching();
        SyncGroup grown = new SyncGroup(List.of(added, inside, outside), State.MASTER);
        grown.start(DOWN);

        grown.on("inside", heard(150, GREATER, DOWN), DOWN + SECOND / 2);
        assertStatesOfMembers(State.BACKUP);
        assertThat(grown.state()).isEqualTo(State.BACKUP);
        grown.onAll(new Event.TrackedChanged("s", TrackStatus.UP), DOWN + SECOND);

        assertThat(added.state()).isEqualTo(State.BACKUP);
        assertThat(grown.state()).isEqualTo(State.BACKUP);
    }

    /** New after the group became Master, with a script that has told nothing yet. */
    private VirtualRouter watching() {
        becomeMasters();
        group.dissolve(DOWN);
        VirtualRouter added =
                router("added", Election.DEFAULT, List.of(TrackedItem.script("s", 0)));
        added.on(new Event.SourceChanged(OWN), DOWN);
        return added;
    }

    @Test
    void memberThatIsOnFaultOfAnother_runsAgainAlone() {
        start();
        group.on("outside", new Event.SourceChanged(null), SECOND);
        group.dissolve(SECOND);

        inside.on(new Event.Reload(inside.config()), SECOND);
        outside.on(new Event.Reload(outside.config()), SECOND);

        assertThat(inside.state()).isEqualTo(State.BACKUP);
        assertThat(outside.state()).isEqualTo(State.FAULT);
    }

    @Test
    void memberThatWaitedForOthers_becomesMasterAlone() {
        start();
        group.on("inside", expired(), DOWN);
        group.dissolve(DOWN);

        inside.on(expired(), DOWN);

        assertThat(inside.state()).isEqualTo(State.MASTER);
        assertThat(outside.state()).isEqualTo(State.BACKUP);
    }

    private void start() {
        group.onAll(new Event.SourceChanged(OWN), 0);
        group.onAll(new Event.Startup(), 0);
    }

    private void becomeMasters() {
        start();
        group.onAll(expired(), DOWN);
        assertStates(State.MASTER);
    }

    private void assertStatesOfMembers(State expected) {
        assertThat(inside.state()).isEqualTo(expected);
        assertThat(outside.state()).isEqualTo(expected);
    }

    private void assertStates(State expected) {
        assertStatesOfMembers(expected);
        assertThat(group.state()).isEqualTo(expected);
    }

    private static Event expired() {
        return new Event.TimerExpired(Timer.MASTER_DOWN);
    }

    private static List<Effect> of(String member, List<GroupEffect> effects) {
        return effects.stream()
                .filter(GroupEffect.OfMember.class::isInstance)
                .map(GroupEffect.OfMember.class::cast)
                .filter(each -> each.member().equals(member))
                .map(GroupEffect.OfMember::effect)
                .toList();
    }

    private static VirtualRouter router(String name, Election election, List<TrackedItem> tracked) {
        return new VirtualRouter(
                RouterConfig.of(name, 51, VrrpVersion.V3, List.of(VIP))
                        .with(election)
                        .withTracked(tracked));
    }
}
