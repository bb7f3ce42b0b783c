package io.aplomb.cluster.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Orders, carried out by devices of the test on a clock of the test. What happens is told in lines
 * {@code MS DEVICE ACTION TARGET}.
 */
class FenceCoreTest {
    private static final long TIMEOUT_MS = 60_000;
    private static final String PLAIN = "pcmk_host_list=n1,n2,n3";

    private final FenceCore core = new FenceCore("n9");
    private final List<String> told = new ArrayList<>();
    private final Map<String, FenceMetadata> agents = new HashMap<>();

    /** By device and action: exit status, and milliseconds it takes. */
    private final Map<String, List<Integer>> answers = new HashMap<>();

    private final Map<String, Long> durations = new HashMap<>();
    private final Map<String, String> outputs = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long nowMs;
    private long order;

    /** Something of the world that is to happen. */
    private record Due(long atMs, long order, FenceInput input) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    @Test
    void staticList_isFencedAtOnce() {
        configure(List.of(), device("a", PLAIN));
        fence("n1", "reboot");
        assertThat(run()).containsExactly("0 a reboot n1", "0 n1 fenced by a");
    }

    @Test
    void noDevice_fails_andSaysSo() {
        configure(List.of());
        fence("n1", "reboot");
        assertThat(run()).containsExactly("0 n1 not fenced: no device is configured");
    }

    @Test
    void deviceThatDoesNotListTheNode_isNotTried() {
        configure(List.of(), device("a", PLAIN));
        fence("n4", "off");
        assertThat(run()).containsExactly("0 n4 not fenced: a: it does not list it");
    }

    @Test
    void failure_isTriedTwice_thenTheNextDevice() {
        configure(List.of(), device("a", PLAIN), device("b", PLAIN));
        answer("a", "off", 1, 1);
        fence("n1", "off");
        assertThat(run())
                .containsExactly(
                        "0 a off n1", "1000 a off n1", "1000 b off n1", "1000 n1 fenced by b");
    }

    @Test
    void retries_areAsConfigured_whileThereIsTime() {
        configure(List.of(), device("a", PLAIN + " pcmk_off_retries=9"));
        answer("a", "off", 1, 1, 1, 0);
        fence("n1", "off");
        assertThat(run())
                .containsExactly(
                        "0 a off n1",
                        "1000 a off n1",
                        "2000 a off n1",
                        "3000 a off n1",
                        "3000 n1 fenced by a");
        told.clear();
        configure(List.of(), device("a", PLAIN + " pcmk_off_retries=9 pcmk_off_timeout=3"));
        answer("a", "off", 1, 1, 1, 1, 1);
        fence("n1", "off");
        assertThat(run())
                .as("with less than a third of the time left it is given up")
                .hasSize(4)
                .last()
                .asString()
                .contains("not fenced: a: off: exit status 1 (why)");
    }

    @Test
    void timeout_isNotTriedAgain() {
        configure(List.of(), device("a", PLAIN + " pcmk_off_timeout=3"));
        answer("a", "off", -1);
        durations.put("a", 3_000L);
        fence("n1", "off");
        assertThat(run())
                .containsExactly(
                        "0 a off n1", "3000 n1 not fenced: a: off: not done in time (why)");
    }

    @Test
    void priority_decidesWhoIsTriedFirst() {
        FenceDevice low = device("low", PLAIN);
        FenceDevice high = new FenceDevice("high", "fence_high", low.parameters(), 5);
        configure(List.of(), low, high);
        fence("n1", "off");
        assertThat(run()).containsExactly("0 high off n1", "0 n1 fenced by high");
    }

    @Test
    void agentWithoutReboot_switchesOff() {
        agent("fence_a", "port", "on off status monitor");
        configure(List.of(), device("a", PLAIN + " pcmk_off_timeout=7"));
        fence("n1", "reboot");
        assertThat(run()).containsExactly("0 a off n1", "0 n1 fenced by a");
    }

    @Test
    void agentThatIsNotThere_isSaid() {
        configure(List.of(), device("a", PLAIN));
        agents.put("fence_a", FenceMetadata.NONE);
        FenceCore fresh = new FenceCore("n9");
        List<FenceEffect> effects = new ArrayList<>();
        effects.addAll(
                fresh.on(
                        new FenceInput.Configured(
                                new FenceConfiguration(
                                        List.of(device("a", PLAIN)), List.of(), Map.of())),
                        0));
        effects.addAll(
                fresh.on(
                        new FenceInput.Ordered(new FenceOrder("1", "n1", "off", TIMEOUT_MS, 0), 0),
                        0));
        assertThat(effects).containsExactly(new FenceEffect.Describe("fence_a"));
        assertThat(
                        fresh.on(
                                new FenceInput.Described(
                                        "fence_a", Optional.empty(), "no such program"),
                                0))
                .singleElement()
                .matches(
                        effect ->
                                effect instanceof FenceEffect.Finished(_, boolean ok, _, String why)
                                        && !ok
                                        && why.equals("a: no such program"));
    }

    @Test
    void dynamicList_isAskedOnce_andCountsAMinute() {
        configure(List.of(), device("a", "login=root"));
        outputs.put("a", "1,n1\n2,n2\n");
        fence("n1", "off");
        assertThat(run()).containsExactly("0 a list -", "0 a off n1", "0 n1 fenced by a");
        told.clear();
        fence("n2", "off");
        fence("n4", "off");
        assertThat(run())
                .containsExactly(
                        "0 a off n2",
                        "0 n4 not fenced: a: it does not list it",
                        "0 n2 fenced by a");
        told.clear();
        nowMs = 61_000;
        fence("n2", "off");
        assertThat(run()).startsWith("61000 a list -");
    }

    @Test
    void listThatFails_statusDecides() {
        configure(List.of(), device("a", "pcmk_list_retries=1"));
        answer("a", "list", 1);
        answer("a", "status", 2);
        fence("n1", "off");
        assertThat(run())
                .containsExactly("0 a list -", "0 a status n1", "0 a off n1", "0 n1 fenced by a");
    }

    @Test
    void statusUnknown_isNotFenced() {
        agent("fence_a", "port", "on off reboot status");
        configure(List.of(), device("a", "pcmk_status_retries=1"));
        answer("a", "status", 1);
        fence("n1", "off");
        assertThat(run())
                .containsExactly(
                        "0 a status n1",
                        "0 n1 not fenced: a: it does not know its state: exit status 1 (why)");
    }

    @Test
    void delays_addUp_andTheOrdersOnlyOnce() {
        configure(
                List.of(),
                device("a", PLAIN + " pcmk_delay_base=1 pcmk_off_retries=1"),
                device("b", PLAIN + " pcmk_delay_base=2 pcmk_delay_max=4"));
        answer("a", "off", 1);
        order("n1", "off", 5_000, 0.5);
        assertThat(run()).containsExactly("6000 a off n1", "9000 b off n1", "9000 n1 fenced by b");
        told.clear();
        long from = nowMs;
        answer("a", "off", 0);
        order("n1", "off", -1, 0.5);
        assertThat(run()).startsWith(from + " a off n1");
    }

    @Test
    void level_needsAllItsDevices_elseTheNextLevel() {
        configure(
                List.of(level("n1", 2, "c"), level("n1", 1, "a", "b")),
                device("a", PLAIN),
                device("b", PLAIN + " pcmk_off_retries=1"),
                device("c", PLAIN));
        answer("b", "off", 1);
        fence("n1", "off");
        assertThat(run())
                .containsExactly("0 a off n1", "0 b off n1", "0 c off n1", "0 n1 fenced by c");
        told.clear();
        fence("n2", "off");
        assertThat(run())
                .as("no level is for it")
                .containsExactly("0 a off n2", "0 n2 fenced by a");
    }

    @Test
    void rebootBySeveral_isOffByAll_thenOnByAll_whateverOnSays() {
        configure(
                List.of(level("n1", 1, "a", "b")),
                device("a", PLAIN + " pcmk_on_retries=1"),
                device("b", PLAIN + " pcmk_delay_base=1"));
        answer("a", "on", 1);
        fence("n1", "reboot");
        assertThat(run())
                .containsExactly(
                        "0 a off n1",
                        "1000 b off n1",
                        "1000 a on n1",
                        "1000 b on n1",
                        "1000 n1 fenced by a,b");
    }

    @Test
    void rebootBySeveral_secondHalf_leavesOutWhatUnfences() {
        agents.put(
                "fence_b",
                new FenceMetadata(
                        Set.of("plug"),
                        Map.of(
                                "on", new FenceMetadata.Action(true, true),
                                "off", new FenceMetadata.Action(false, false))));
        configure(List.of(level("n1", 1, "a", "b")), device("a", PLAIN), device("b", PLAIN));
        fence("n1", "reboot");
        assertThat(run())
                .containsExactly("0 a off n1", "0 b off n1", "0 a on n1", "0 n1 fenced by a,b");
    }

    @Test
    void levelWithADeviceThatIsNotThere_fails() {
        configure(List.of(level("n1", 1, "gone"), level("n1", 2, "a")), device("a", PLAIN));
        fence("n1", "off");
        assertThat(run()).containsExactly("0 a off n1", "0 n1 fenced by a");
    }

    @Test
    void patternsAndAttributes_chooseLevels_namesBeforeAll() {
        FenceLevel byPattern = new FenceLevel(new FenceLevel.Names("^n[12]$"), 1, List.of("p"));
        FenceLevel byAttribute =
                new FenceLevel(new FenceLevel.Attribute("rack", "1"), 1, List.of("r"));
        FenceConfiguration configuration =
                new FenceConfiguration(
                        List.of(device("p", PLAIN), device("r", PLAIN), device("a", PLAIN)),
                        List.of(byPattern, byAttribute, level("n1", 1, "a")),
                        Map.of("n1", Map.of("rack", "1"), "n3", Map.of("rack", "1")));
        input(new FenceInput.Configured(configuration));
        fence("n1", "off");
        fence("n2", "off");
        fence("n3", "off");
        assertThat(run()).contains("0 n1 fenced by a", "0 n2 fenced by p", "0 n3 fenced by r");
    }

    @Test
    void unfencing_needsAllDevicesThatUnfence() {
        for (String agent : List.of("fence_a", "fence_b")) {
            agents.put(
                    agent,
                    new FenceMetadata(
                            Set.of("plug"), Map.of("on", new FenceMetadata.Action(true, true))));
        }
        configure(
                List.of(),
                device("power", "pcmk_host_list=n9"),
                device("a", "pcmk_host_list=n9"),
                device("b", "pcmk_host_list=n9"));
        fence("n9", "on");
        assertThat(run()).containsExactly("0 a on n9", "0 b on n9", "0 n9 fenced by a,b");
        told.clear();
        configure(List.of(), device("a", PLAIN));
        fence("n1", "on");
        assertThat(run())
                .containsExactly("0 n1 not fenced: a: it switches on only the machine it runs on");
    }

    @Test
    void device_doesOneThingAtATime_unlessItMayDoMore() {
        configure(List.of(), device("a", PLAIN));
        durations.put("a", 100L);
        fence("n1", "off");
        fence("n2", "off");
        assertThat(run())
                .containsExactly(
                        "0 a off n1", "100 n1 fenced by a", "100 a off n2", "200 n2 fenced by a");
        told.clear();
        configure(List.of(), device("a", PLAIN + " pcmk_action_limit=2"));
        fence("n1", "off");
        fence("n2", "off");
        assertThat(run()).startsWith("200 a off n1", "200 a off n2");
    }

    @Test
    void switchingOff_goesBeforeLookingAt() {
        configure(List.of(), device("a", PLAIN));
        durations.put("a", 100L);
        ask("a");
        ask("a");
        fence("n1", "off");
        assertThat(run())
                .containsExactly(
                        "0 a monitor -",
                        "100 looked at: exit status 0",
                        "100 a off n1",
                        "200 n1 fenced by a",
                        "200 a monitor -",
                        "300 looked at: exit status 0");
    }

    @Test
    void sameOrderTwice_isDoneOnce_andAnsweredTwice() {
        configure(List.of(), device("a", PLAIN));
        durations.put("a", 100L);
        fence("n1", "off");
        fence("n1", "off");
        assertThat(run()).containsExactly("0 a off n1", "100 n1 fenced by a", "100 n1 fenced by a");
        assertThat(core.pending()).isEmpty();
    }

    @Test
    void personConfirms_orderIsDone_andTheDeviceLetGo() {
        configure(List.of(), device("a", PLAIN));
        durations.put("a", 100L);
        fence("n1", "off");
        input(new FenceInput.Confirmed("N1"));
        assertThat(told).containsExactly("0 a off n1", "0 abort", "0 n1 fenced by human");
        assertThat(run()).as("the late answer says nothing").hasSize(3);
    }

    @Test
    void registeredDevice_counts_whateverTheConfigurationSays() {
        configure(List.of());
        input(new FenceInput.Registered(device("a", PLAIN)));
        fence("n1", "off");
        assertThat(run()).containsExactly("0 a off n1", "0 n1 fenced by a");
        told.clear();
        input(new FenceInput.Unregistered("a"));
        ask("a");
        assertThat(run()).containsExactly("0 looked at: exit status 1 (no such device)");
    }

    private void configure(List<FenceLevel> levels, FenceDevice... devices) {
        input(
                new FenceInput.Configured(
                        new FenceConfiguration(List.of(devices), levels, Map.of())));
    }

    private void agent(String name, String parameters, String actions) {
        Map<String, FenceMetadata.Action> can = new HashMap<>();
        for (String action : actions.split(" ")) {
            can.put(action, new FenceMetadata.Action(false, false));
        }
        agents.put(name, new FenceMetadata(Set.of(parameters.split(" ")), can));
    }

    private void answer(String device, String action, Integer... statuses) {
        answers.put(device + " " + action, new ArrayList<>(List.of(statuses)));
    }

    private void fence(String target, String action) {
        order(target, action, 0, 0);
    }

    private void order(String target, String action, long delayMs, double chance) {
        FenceOrder wanted = new FenceOrder("id", target, action, TIMEOUT_MS, delayMs);
        input(new FenceInput.Ordered(wanted, chance));
    }

    private void ask(String device) {
        input(new FenceInput.Asked("id", device, TIMEOUT_MS));
    }

    /** Until nothing is left to happen. */
    private List<String> run() {
        long timerMs = timerMs();
        while (!due.isEmpty() || timerMs < Long.MAX_VALUE) {
            if (!due.isEmpty() && due.element().atMs <= timerMs) {
                Due next = due.remove();
                nowMs = next.atMs;
                input(next.input);
            } else {
                nowMs = timerMs;
                input(new FenceInput.TimeCame());
            }
            timerMs = timerMs();
        }
        return told;
    }

    private long timerMs() {
        long dueNs = core.dueNs();
        return dueNs == Long.MAX_VALUE ? dueNs : TimeUnit.NANOSECONDS.toMillis(dueNs);
    }

    private void input(FenceInput input) {
        core.on(input, TimeUnit.MILLISECONDS.toNanos(nowMs)).forEach(this::carryOut);
    }

    private void carryOut(FenceEffect effect) {
        switch (effect) {
            case FenceEffect.Describe(String agent) -> {
                if (!agents.containsKey(agent)) {
                    agent(agent, "plug", "on off reboot status list monitor");
                }
                input(new FenceInput.Described(agent, Optional.ofNullable(agents.get(agent)), ""));
            }
            case FenceEffect.Run(long run, String device, _, Map<String, String> arguments, _) -> {
                String action = arguments.getOrDefault("action", "");
                tell(device + " " + action + " " + arguments.getOrDefault("nodename", "-"));
                List<Integer> planned = answers.getOrDefault(device + " " + action, List.of());
                int status = planned.isEmpty() ? 0 : planned.removeFirst();
                FenceAnswer answer =
                        new FenceAnswer(
                                Math.max(status, 0),
                                status < 0,
                                action.equals("list") ? outputs.getOrDefault(device, "") : "",
                                status == 0 ? "" : "why");
                order++;
                due.add(
                        new Due(
                                nowMs + durations.getOrDefault(device, 0L),
                                order,
                                new FenceInput.Ended(run, answer)));
            }
            case FenceEffect.Abort _ -> tell("abort");
            case FenceEffect.Finished(FenceOrder of, boolean succeeded, String by, String why) ->
                    tell(of.target() + (succeeded ? " fenced by " + by : " not fenced: " + why));
            case FenceEffect.Answered(_, FenceAnswer answer) -> tell("looked at: " + answer.text());
        }
    }

    private void tell(String what) {
        told.add(nowMs + " " + what);
    }

    private static FenceDevice device(String name, String parameters) {
        return FenceDeviceTest.device(name, parameters);
    }

    private static FenceLevel level(String node, int index, String... devices) {
        return new FenceLevel(new FenceLevel.Name(node), index, List.of(devices));
    }
}
