package io.aplomb.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.schedule.Step;
import io.aplomb.model.cib.Element;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fencing without devices: by the end of a lease, and by watchdogs. */
class FencingDeskTest {
    private static final long MS = 1_000_000;
    private final FencingDesk desk = new FencingDesk("a");

    private static Now at(long ms) {
        return new Now(ms * MS, 1_700_000_000_000L + ms, ZoneOffset.UTC);
    }

    private static Step fencing() {
        return new Step(
                1,
                Step.What.FENCE,
                "stonith-b-reboot",
                "stonith",
                "b",
                "",
                "",
                null,
                "",
                0,
                0,
                0,
                Map.of("CRM_meta_stonith_action", "reboot"),
                0,
                "",
                0,
                List.of());
    }

    /** Two nodes; {@code b} was there, with or without a watchdog, and is lost. */
    private static ClusterState lost(boolean watchdog, String... properties) {
        List<Member> members = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            members.add(
                    new Member(
                            name,
                            members.size() + 1,
                            name,
                            Member.Kind.VOTER,
                            List.of("::1"),
                            1,
                            2));
        }
        ClusterState state = ClusterState.initial(new Membership("x", "id", 1, members));
        state = applied(state, new Command.NodeUp("b", "b1", Map.of(), 0));
        Element cib = state.cib();
        for (int i = 0; i < properties.length; i += 2) {
            cib = Cibs.withProperty(cib, properties[i], properties[i + 1]);
        }
        state =
                applied(
                        state,
                        new Command.ReplaceConfiguration(
                                cib.childOrEmpty("configuration"), null, "", "", 0));
        if (watchdog) {
            state = applied(state, new Command.SetAttribute("b", Watchdogs.ATTRIBUTE, "true"));
            assertThat(state.property("have-watchdog")).isEqualTo("true");
        }
        return applied(state, new Command.NodeDown("b", 1, false, "silent", 0));
    }

    private static ClusterState applied(ClusterState state, Command command) {
        StateMachine.Applied applied = StateMachine.apply(state, command);
        assertThat(applied.reply()).isInstanceOf(Reply.Accepted.class);
        return applied.state();
    }

    private final List<Effect> effects = new ArrayList<>();

    private List<FencingRecord> fence(ClusterState state, long atMs) {
        effects.clear();
        desk.fence(fencing(), "b", state, at(atMs), effects);
        return records(effects);
    }

    private List<FencingRecord> work(ClusterState state, long atMs) {
        effects.clear();
        desk.work(state, at(atMs), effects);
        return records(effects);
    }

    private static List<FencingRecord> records(List<Effect> effects) {
        return effects.stream()
                .map(
                        effect ->
                                ((Command.RecordFencing) ((Effect.Submit) effect).command())
                                        .fencing())
                .toList();
    }

    private static final String[] RELIED = {
        "watchdog-device",
        "/dev/watchdog0",
        "watchdog-timeout",
        "5s",
        "stop-margin",
        "10s",
        "stonith-watchdog-timeout",
        "20s"
    };

    @Test
    void lease_thatIsOver_isEnough_whereNoWatchdogIsReliedOn() {
        assertThat(fence(lost(true), 1000))
                .singleElement()
                .matches(record -> record.succeeded() && record.device().equals("lease"));
    }

    @Test
    void record_ofADevice_isRefused_whereTheNodeHasComeAgainSinceItWasBegun() {
        FencingRecord reboot = new FencingRecord("b", "reboot", "ipmi", "a", true, 0, "");
        ClusterState again = applied(lost(true), new Command.NodeUp("b", "2", Map.of(), 0));

        assertThat(StateMachine.apply(again, new Command.RecordFencing(reboot, 1)).reply())
                .isInstanceOf(Reply.Refused.class);
        assertThat(applied(again, new Command.RecordFencing(reboot, 2)).isUp("b")).isFalse();
    }

    @Test
    void watchdog_hasItsTime_fromTheEndOfTheLease() {
        ClusterState state = lost(true, RELIED);

        assertThat(fence(state, 1000)).isEmpty();
        assertThat(work(state, 20_999)).isEmpty();
        assertThat(work(state, 21_000))
                .singleElement()
                .matches(record -> record.succeeded() && record.device().equals("watchdog"));
        assertThat(work(state, 21_010)).as("once").isEmpty();
    }

    @Test
    void node_withoutWatchdog_isNotCountedOnToResetItself() {
        assertThat(fence(lost(false, RELIED), 1000))
                .singleElement()
                .matches(record -> !record.succeeded())
                .extracting(FencingRecord::detail)
                .asString()
                .contains("fed no watchdog");
    }

    @Test
    void watchdog_hasItsTurn_whenTheDevicesFailed() {
        ClusterState state = withDevice(lost(true, RELIED));
        desk.fence(fencing(), "b", state, at(1000), effects);
        assertThat(effects).singleElement().isInstanceOf(Effect.Fence.class);
        effects.clear();
        desk.recorded(new FencingRecord("b", "off", "ipmi", "a", false, 0, "no answer"), at(1500));

        assertThat(fence(state, 3000)).isEmpty();
        assertThat(work(state, 23_000))
                .singleElement()
                .matches(record -> record.succeeded() && record.device().equals("watchdog"));
    }

    @Test
    void node_thatFreezesWhatItRuns_feedsItsWatchdogOn_soThatItIsNone() {
        ClusterState state = withDevice(lost(true, RELIED));
        state = state.with(Cibs.withProperty(state.cib(), "no-quorum-policy", "freeze"));
        desk.recorded(new FencingRecord("b", "off", "ipmi", "a", false, 0, "no answer"), at(1500));
        desk.fence(fencing(), "b", state, at(3000), effects);

        assertThat(effects).singleElement().isInstanceOf(Effect.Fence.class);
    }

    private static ClusterState withDevice(ClusterState state) {
        Element device = Element.of("primitive", Map.of("id", "ipmi", "class", "stonith"));
        return state.with(
                state.cib()
                        .withChanged(
                                child -> child.is("configuration"),
                                Cibs.element("configuration"),
                                configuration ->
                                        configuration.withChanged(
                                                child -> child.is("resources"),
                                                Cibs.element("resources"),
                                                resources -> resources.withChild(device))));
    }

    @Test
    void node_thatComesAgain_isNotWaitedFor() {
        ClusterState state = lost(true, RELIED);
        assertThat(fence(state, 1000)).isEmpty();

        assertThat(desk.returned("b")).isTrue();
        assertThat(desk.isCondemned("b")).isFalse();
        assertThat(work(state, 60_000)).isEmpty();
    }

    @Test
    void configuration_whoseTimesDoNotGoTogether_isRefused() {
        ClusterState state = lost(false);
        Element cib = Cibs.withProperty(state.cib(), "lease-time", "100ms");
        StateMachine.Applied applied =
                StateMachine.apply(
                        state,
                        new Command.ReplaceConfiguration(
                                cib.childOrEmpty("configuration"), null, "", "", 0));

        assertThat(applied.state()).isEqualTo(state);
        assertThat(((Reply.Refused) applied.reply()).why()).contains("four times beat-interval");
    }
}
