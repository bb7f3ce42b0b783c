package io.aplomb.control.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import io.aplomb.control.guard.GuardSettings.WatchdogSettings;
import io.aplomb.control.vip.NetworkThread;
import io.aplomb.linux.Poller;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import io.aplomb.linux.netlink.NetworkEvent;
import io.aplomb.linux.netlink.NetworkEvents;
import io.aplomb.linux.netlink.RouteKey;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that is stopped, killed, cut off, and its guard: real processes, a network of theirs.
 */
@Timeout(180)
class GuardProcessTest {
    private static final String ADDRESS = "192.0.2.50";
    private static final long LONG_MS = 3_600_000;
    private static final long LIMIT_MS = 60_000;
    private static final int LIMIT_S = 60;
    private static final int SIGKILL = 9;
    private static final int ROUTE_PROTOCOL = 0xba;
    private static final GuardSettings PATIENT =
            new GuardSettings(LIMIT_MS, List.of(), Optional.empty());

    @TempDir private Path folder;
    private NetworkThread machine;

    @BeforeEach
    void network() throws Exception {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
        machine = new NetworkThread();
        machine.ip("link add left type veth peer name right");
        machine.ip("link set left up");
        machine.ip("link set right up");
        machine.ip("addr add 192.0.2.1/24 dev left");
        machine.ip("addr add " + ADDRESS + "/24 dev left");
    }

    @AfterEach
    void end() {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void daemonIsStopped_addressAndRouteGoAtTheDeadline_notBefore() throws Exception {
        machine.ip("route add 198.51.100.0/24 dev left proto " + ROUTE_PROTOCOL);
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            Hold vip = new Hold("vip", Set.of(), List.of(address(), route()), List.of(), List.of());
            daemon.hold(vip);
            long goneNs =
                    machine.run(
                            () -> {
                                try (NetworkEvents events = NetworkEvents.open(ROUTE_PROTOCOL)) {
                                    long deadlineNs = daemon.lease(1_500, LapsePolicy.STOP);
                                    // what was said before is with the guard when this is answered
                                    daemon.hold(vip);
                                    daemon.stop();
                                    awaitRemoval(events);
                                    return System.nanoTime() - deadlineNs;
                                }
                            });
            assertThat(goneNs).as("ns after the deadline").isNotNegative();
            assertThat(machine.ip("addr show dev left"))
                    .contains("192.0.2.1/")
                    .doesNotContain(ADDRESS);
            assertThat(machine.ip("route show")).doesNotContain("198.51.100");
            daemon.goOn();
            assertThat(daemon.await("lapsed")).isInstanceOf(GuardReport.Lapsed.class);
            assertThat(daemon.await("stopped")).matches(report -> succeeded(report, "vip"));
        }
    }

    private static void awaitRemoval(NetworkEvents events) throws Exception {
        long limitNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_S);
        boolean address = false;
        boolean route = false;
        try (Poller poller = Poller.open()) {
            while (!(address && route) && System.nanoTime() < limitNs) {
                var _ = poller.await(List.of(events.fd()), limitNs - System.nanoTime());
                for (NetworkEvent event : events.take()) {
                    address |=
                            event instanceof NetworkEvent.AddressGone(var gone)
                                    && gone.address().ip().toString().equals(ADDRESS);
                    route |= event instanceof NetworkEvent.RouteGone;
                }
            }
        }
        assertThat(address && route).as("address and route are gone").isTrue();
    }

    @Test
    void daemonIsKilled_allIsStoppedInOrder_andTheGuardEnds() throws Exception {
        Path said = folder.resolve("said");
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.FREEZE);
            daemon.hold(new Hold("vip", Set.of(), List.of(address()), List.of(), List.of()));
            daemon.hold(stopping("disk", Set.of(), "echo disk $LETTER >> " + said));
            daemon.hold(stopping("db", Set.of("disk"), "ip -o addr >&2; echo db >> " + said));
            daemon.kill();
            daemon.awaitGuardEnd();
            assertThat(Files.readAllLines(said)).containsExactly("db", "disk ä");
            assertThat(machine.ip("addr show dev left")).doesNotContain(ADDRESS);
        }
    }

    @Test
    void stopThatHangs_isKilledWithAllItStarted_andTheNextWayTaken() throws Exception {
        Path pids = folder.resolve("pids");
        String hang =
                "trap '' TERM; setsid sleep 5001 & echo $! >> %s; sleep 5002 & echo $! >> %s; wait"
                        .formatted(pids, pids);
        Path done = folder.resolve("done");
        Step first = command("sleep 5003 & echo $! > " + pids + "; " + hang, 10_000);
        Step second = command("touch " + done, LIMIT_MS);
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            daemon.hold(new Hold("db", Set.of(), List.of(), List.of(first, second), List.of()));
            long _ = daemon.lease(0, LapsePolicy.STOP);
            assertThat(daemon.await("stopped")).matches(report -> succeeded(report, "db"));
            assertThat(done).exists();
            List<String> started = Files.readAllLines(pids);
            assertThat(started).isNotEmpty();
            int inItsSession = Integer.parseInt(started.getFirst());
            DaemonProcess.awaitEnd(inItsSession);
            for (String pid : started) {
                // What took a session of its own is out of reach, as for any supervisor.
                boolean _ = Processes.signal(Integer.parseInt(pid), SIGKILL);
            }
        }
    }

    @Test
    void processesOfAResource_areEnded_evenWhenTheyDoNotListen() throws Exception {
        Path ready = folder.resolve("ready");
        Process stubborn =
                new ProcessBuilder(
                                "setsid",
                                "sh",
                                "-c",
                                "trap '' TERM; echo $$ > " + ready + "; sleep 5004 & wait; wait")
                        .inheritIO()
                        .start();
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            int leader = (int) stubborn.pid();
            long start = ProcessTable.status(leader).map(ProcessStatus::startTicks).orElseThrow();
            Step kill = new Step.Kill(new Step.Session(leader, start), 300, LIMIT_MS);
            daemon.hold(new Hold("p", Set.of(), List.of(), List.of(kill), List.of()));
            long _ = daemon.lease(0, LapsePolicy.STOP);
            assertThat(daemon.await("stopped")).matches(report -> succeeded(report, "p"));
            assertThat(stubborn.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        } finally {
            stubborn.destroyForcibly();
        }
    }

    @Test
    void processOfTheSameNumberButAnother_isLeftAlone() throws Exception {
        Process innocent = new ProcessBuilder("setsid", "sleep", "5005").start();
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            Step kill = new Step.Kill(new Step.Group((int) innocent.pid(), 1), 0, LIMIT_MS);
            daemon.hold(new Hold("p", Set.of(), List.of(), List.of(kill), List.of()));
            long _ = daemon.lease(0, LapsePolicy.STOP);
            assertThat(daemon.await("stopped")).matches(report -> succeeded(report, "p"));
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void guardIsKilled_anotherKnowsEverything() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            daemon.hold(new Hold("vip", Set.of(), List.of(address()), List.of(), List.of()));
            assertThat(Processes.signal(daemon.guardPid(), SIGKILL)).isTrue();
            assertThat(daemon.await("died")).isInstanceOf(GuardReport.Died.class);
            GuardReport again = daemon.await("ready");
            daemon.hold(stopping("db", Set.of(), "true"));
            daemon.kill();
            DaemonProcess.awaitEnd(((GuardReport.Ready) again).pid());
            assertThat(machine.ip("addr show dev left")).doesNotContain(ADDRESS);
        }
    }

    @Test
    void farewell_touchesNothing() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            daemon.hold(new Hold("vip", Set.of(), List.of(address()), List.of(), List.of()));
            daemon.order(new GuardOrder.Done());
            daemon.awaitGuardEnd();
            assertThat(machine.ip("addr show dev left")).contains(ADDRESS);
        }
    }

    @Test
    void nothingStopsIt_theMachineIsReset_andTheWatchdogNotFed() throws Exception {
        Path watchdog = Files.createFile(folder.resolve("watchdog"));
        Path reset = folder.resolve("reset");
        GuardSettings settings =
                new GuardSettings(
                        LIMIT_MS,
                        List.of(
                                new SelfFence.Program(List.of("false")),
                                new SelfFence.Program(
                                        List.of("sh", "-c", "cat " + watchdog + " > " + reset))),
                        Optional.of(new WatchdogSettings(watchdog, 1)));
        try (DaemonProcess daemon = DaemonProcess.start(machine, settings)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            daemon.hold(stopping("db", Set.of(), "exit 1"));
            long _ = daemon.lease(0, LapsePolicy.STOP);
            assertThat(daemon.await("all-stopped"))
                    .matches(
                            report ->
                                    report instanceof GuardReport.AllStopped(int failed, _)
                                            && failed == 1);
            assertThat(daemon.await("self-fencing"))
                    .isEqualTo(new GuardReport.SelfFencing("false"));
            assertThat(daemon.await("self-fencing")).isInstanceOf(GuardReport.SelfFencing.class);
            try (var watch = folder.getFileSystem().newWatchService()) {
                var _ = folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
                while (Files.notExists(reset)) {
                    assertThat(watch.poll(LIMIT_S, TimeUnit.SECONDS)).isNotNull();
                }
            }
            daemon.kill();
            assertThat(Files.readString(watchdog)).doesNotContain("V");
        }
    }

    @Test
    void watchdog_isFedWhileTheLeaseIsGood_andStoppedAtTheFarewell() throws Exception {
        Path watchdog = Files.createFile(folder.resolve("watchdog"));
        GuardSettings settings =
                new GuardSettings(
                        LIMIT_MS, List.of(), Optional.of(new WatchdogSettings(watchdog, 1)));
        try (DaemonProcess daemon = DaemonProcess.start(machine, settings)) {
            long _ = daemon.lease(LONG_MS, LapsePolicy.STOP);
            try (var watch = folder.getFileSystem().newWatchService()) {
                var _ = folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY);
                while (Files.size(watchdog) < 4) {
                    var key = watch.poll(LIMIT_S, TimeUnit.SECONDS);
                    assertThat(key).isNotNull();
                    key.pollEvents();
                    assertThat(key.reset()).isTrue();
                }
            }
            daemon.order(new GuardOrder.Done());
            daemon.awaitGuardEnd();
            assertThat(Files.readString(watchdog)).matches("\\.{4,}V");
        }
    }

    @Test
    void watchdog_takenAwayAndGivenBack_isStoppedAndFedAgain() throws Exception {
        Path watchdog = Files.createFile(folder.resolve("watchdog"));
        GuardSettings with =
                new GuardSettings(
                        LIMIT_MS, List.of(), Optional.of(new WatchdogSettings(watchdog, 1)));
        try (DaemonProcess daemon = DaemonProcess.start(machine, PATIENT)) {
            daemon.order(new GuardOrder.Configure(with));
            assertThat(daemon.await("watchdog")).isEqualTo(new GuardReport.Watchdog(true));
            daemon.order(new GuardOrder.Configure(PATIENT));
            assertThat(daemon.await("watchdog")).isEqualTo(new GuardReport.Watchdog(false));
            assertThat(Files.readString(watchdog)).matches("\\.*V");
            Path other = Files.createFile(folder.resolve("other"));
            daemon.order(
                    new GuardOrder.Configure(
                            new GuardSettings(
                                    LIMIT_MS,
                                    List.of(),
                                    Optional.of(new WatchdogSettings(other, 1)))));
            assertThat(daemon.await("watchdog")).isEqualTo(new GuardReport.Watchdog(true));
            daemon.order(new GuardOrder.Done());
            daemon.awaitGuardEnd();
            assertThat(Files.readString(other)).matches("\\.+V");
        }
    }

    @Test
    void watchdog_thatIsNotThere_isNotFed() throws Exception {
        Path none = folder.resolve("none");
        GuardSettings with =
                new GuardSettings(LIMIT_MS, List.of(), Optional.of(new WatchdogSettings(none, 1)));
        try (DaemonProcess daemon = DaemonProcess.start(machine, with)) {
            assertThat(daemon.await("watchdog")).isEqualTo(new GuardReport.Watchdog(false));
        }
    }

    private static boolean succeeded(GuardReport report, String wanted) {
        return report instanceof GuardReport.Stopped(String id, int rc, _)
                && id.equals(wanted)
                && rc == 0;
    }

    private static Hold stopping(String id, Set<String> needs, String script) {
        return new Hold(id, needs, List.of(), List.of(command(script, LIMIT_MS)), List.of());
    }

    private static Step command(String script, long limitMs) {
        return new Step.Command(
                List.of("/bin/sh", "-c", script),
                Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LETTER", "ä"),
                limitMs);
    }

    private static Hold.Removal address() {
        return new Hold.Address(Objects.requireNonNull(IpAddress.parse(ADDRESS)), "left");
    }

    private static Hold.Removal route() {
        IpNetwork network = Objects.requireNonNull(IpNetwork.parse("198.51.100.0/24"));
        return new Hold.RouteRemoval(new RouteKey(1, network, 254, 0, 0, ROUTE_PROTOCOL));
    }
}
