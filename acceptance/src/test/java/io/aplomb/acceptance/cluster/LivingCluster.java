package io.aplomb.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A cluster under load, with resources that tell whether they are active: the group {@code web} of
 * an address and a marker, and two markers by themselves. Clients talk to the address and somebody
 * changes the configuration, all the time. After whatever happened, {@link #awaitWell} has to come
 * true; that nothing was ever active twice and no accepted change is lost, it asserts.
 */
public final class LivingCluster implements AutoCloseable {
    /** The address of the group. */
    public static final String ADDRESS = "192.168.1.100";

    private static final String WEB = "web-marker";
    private static final List<String> MARKERS = List.of(WEB, "one", "two");
    private static final int PAUSE_MS = 500;

    private final ClusterLab lab;
    private final MarkerLog log;
    private final AddressWitness address;
    private final ClientLoad clients;
    private final WriteLoad writes;

    private LivingCluster(ClusterLab lab, MarkerLog log) {
        this.lab = lab;
        this.log = log;
        this.address = AddressWitness.watch(lab, ADDRESS);
        this.clients = ClientLoad.start(lab, ADDRESS);
        this.writes = WriteLoad.start(lab);
    }

    /** Sets a cluster of all machines up, as a user does, and waits until it is well. */
    public static LivingCluster form(ClusterLab lab) throws Exception {
        List<String> setup = new ArrayList<>(List.of("cluster", "setup", "living"));
        for (LabMachine machine : lab.machines()) {
            LabProcess _ = lab.startDaemon(machine);
            Path socket = machine.folder().resolve("state/admin.sock");
            lab.await("daemon of " + machine.name(), () -> machine.hasFile(socket));
            setup.add(machine.name());
            setup.addAll(machine.addressWords());
        }
        LabMachine first = lab.machines().getFirst();
        tell(lab, first, setup);
        tell(lab, first, List.of("cluster", "start", "--all"));
        tell(lab, first, List.of("cluster", "enable", "--all"));
        MarkerLog log = new MarkerLog(Files.createFile(lab.shared().resolve("markers")));
        for (String words : resources(log)) {
            tell(lab, first, List.of(words.split(" ")));
        }
        LivingCluster cluster = new LivingCluster(lab, log);
        cluster.awaitWell();
        return cluster;
    }

    private static List<String> resources(MarkerLog log) {
        String marker = " ocf:aplomb:Marker %s op monitor interval=10s".formatted(log.parameter());
        return List.of(
                "property set stonith-enabled=false",
                "resource defaults update resource-stickiness=100",
                "resource create vip ocf:heartbeat:IPaddr2 ip=%s cidr_netmask=24".formatted(ADDRESS)
                        + " op monitor interval=10s --group web",
                "resource create " + WEB + marker + " --group web",
                "resource create one" + marker,
                "resource create two" + marker);
    }

    private static void tell(ClusterLab lab, LabMachine machine, List<String> words)
            throws IOException {
        String _ = lab.tell(machine, words.toArray(String[]::new));
    }

    public ClusterLab lab() {
        return lab;
    }

    /** The machine that has the address and the group. */
    public LabMachine holder() throws Exception {
        for (LabMachine machine : lab.machines()) {
            if (machine.holds(ADDRESS)) {
                return machine;
            }
        }
        throw new AssertionError("nobody has " + ADDRESS + "\n" + lab.logs());
    }

    /** All machines but one. */
    public List<LabMachine> others(LabMachine one) {
        return lab.machines().stream().filter(each -> each != one).toList();
    }

    /** Waits until the group runs on another machine than it did, and clients are answered. */
    public void awaitTakeover(LabMachine from) throws Exception {
        int moment = log.length();
        lab.await(
                "the group runs elsewhere than on " + from.name(),
                () -> {
                    Optional<String> now = log.activeSince(moment, WEB);
                    return now.isPresent() && !now.get().equals(from.name());
                });
        awaitAnswers();
    }

    private void awaitAnswers() throws Exception {
        long answered = clients.answers();
        lab.await("clients are answered", () -> clients.answers() > answered + 10);
    }

    /**
     * Waits until all machines are online, each resource is active, clients are answered and
     * changes are accepted; then nothing may be twice, nor ever have been, and all changes that
     * were ever accepted must be in the configuration of each machine.
     */
    public void awaitWell() throws Exception {
        String online =
                lab.machines().stream()
                        .map(LabMachine::name)
                        .collect(Collectors.joining(" ", "Online: [ ", " ]"));
        for (LabMachine machine : lab.machines()) {
            Patience.await(
                    "%s says %s".formatted(machine.name(), online),
                    PAUSE_MS,
                    () -> lab.ask(machine, "status").output().contains(online),
                    () -> whyNot(machine));
        }
        int moment = log.length();
        for (String marker : MARKERS) {
            lab.await(marker + " is active", () -> log.activeSince(moment, marker).isPresent());
        }
        awaitAnswers();
        awaitChanges(1);
        assertNeverTwice();
        assertNothingLost();
    }

    /** Waits until so many more changes were accepted. */
    public void awaitChanges(int more) throws Exception {
        int written = writes.count();
        lab.await(more + " changes are accepted", () -> writes.count() >= written + more);
    }

    private String whyNot(LabMachine machine) {
        try {
            return lab.ask(machine, "status").output() + lab.logs();
        } catch (IOException unanswered) {
            return unanswered + lab.logs();
        }
    }

    /** Asserts that address and markers were never active on two machines at once. */
    public void assertNeverTwice() throws IOException {
        for (String marker : MARKERS) {
            assertThat(log.violations(marker)).isEmpty();
        }
        assertThat(address.violations()).as(ADDRESS).isEmpty();
    }

    private void assertNothingLost() throws Exception {
        for (LabMachine machine : lab.machines()) {
            // What was accepted before the question was asked.
            var missing = writes.missingIn("");
            String configuration = lab.tell(machine, "cluster", "cib");
            missing.retainAll(writes.missingIn(configuration));
            assertThat(missing).as("accepted and not on %s", machine.name()).isEmpty();
        }
    }

    /** How long clients and resources waited at most since {@link #forgetGaps}. */
    public String gaps() throws IOException {
        return "address absent %d ms, no answer %d ms, marker absent %.2f s"
                .formatted(
                        address.longestGap().toMillis(),
                        clients.longestGap().toMillis(),
                        log.longestGapS(WEB));
    }

    /** Forgets what clients waited until now. */
    public void forgetGaps() {
        address.forgetGaps();
        clients.forgetGaps();
    }

    @Override
    public void close() {
        writes.close();
        clients.close();
        address.close();
    }
}
