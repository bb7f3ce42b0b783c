package io.aplomb.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.acceptance.cluster.AdminSocket.Said;
import io.aplomb.testkit.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster whose configuration two {@link ConfigurationClient}s at each machine read and change
 * all the time. Whatever happens to it, what they were told must be linearizable, and at the end
 * all machines must know the same configurations.
 */
public final class ConfiguredCluster implements AutoCloseable {
    private static final int CLIENTS = 2;
    private static final Pattern LEADER = Pattern.compile("Current DC: (\\w+)");

    private final ClusterLab lab;
    private final String initial;
    private final History history = new History();
    private final List<ConfigurationClient> clients = new ArrayList<>();

    private ConfiguredCluster(ClusterLab lab) throws IOException {
        this.lab = lab;
        this.initial = read(lab.machines().getFirst());
        for (int i = 0; i < CLIENTS; i++) {
            for (LabMachine machine : lab.machines()) {
                clients.add(ConfigurationClient.start(machine, clients.size(), history));
            }
        }
    }

    /** Sets a cluster of all machines up, as a user does. */
    public static ConfiguredCluster form(ClusterLab lab) throws Exception {
        List<String> setup = new ArrayList<>(List.of("pcs", "cluster", "setup", "configured"));
        for (LabMachine machine : lab.machines()) {
            LabProcess _ = lab.startDaemon(machine);
            setup.add(machine.name());
            setup.addAll(machine.addressWords());
        }
        for (LabMachine machine : lab.machines()) {
            lab.await("daemon of " + machine.name(), () -> answers(machine));
        }
        LabMachine first = lab.machines().getFirst();
        must(first, setup.toArray(String[]::new));
        must(first, "pcs", "cluster", "enable", "--all");
        must(first, "pcs", "cluster", "start", "--all");
        // What is tried here is agreement: nobody is to be fenced for being away.
        lab.await("changes are accepted", () -> set(first, "stonith-enabled=false"));
        for (String property : Configuration.PROPERTIES) {
            must(first, "pcs", "property", "set", property + "=0", "--force");
        }
        return new ConfiguredCluster(lab);
    }

    private static boolean answers(LabMachine machine) {
        try {
            Said _ = AdminSocket.of(machine).ask("pcs", "cluster", "status");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean set(LabMachine machine, String property) throws IOException {
        return AdminSocket.of(machine).ask("pcs", "property", "set", property).succeeded();
    }

    private static String must(LabMachine machine, String... words) throws IOException {
        Said said = AdminSocket.of(machine).ask(words);
        assertThat(said.exitCode())
                .as("%s: %s: %s", machine.name(), String.join(" ", words), said.errors())
                .isZero();
        return said.output();
    }

    private static String read(LabMachine machine) throws IOException {
        return Configuration.in(must(machine, "pcs", "cluster", "cib")).toString();
    }

    /** The machine whose daemon leads, as soon as one does. */
    public LabMachine leader() throws Exception {
        List<LabMachine> found = new ArrayList<>();
        lab.await(
                "somebody leads",
                () -> {
                    leaderNow().map(lab::machine).ifPresent(found::add);
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    private Optional<String> leaderNow() throws IOException {
        Matcher line = LEADER.matcher(must(lab.machines().getFirst(), "crm_mon", "-1"));
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    /** All machines but one. */
    public List<LabMachine> others(LabMachine one) {
        return lab.machines().stream().filter(each -> each != one).toList();
    }

    /** Waits until so many more changes were accepted at machines, all of them together. */
    public void awaitChanges(List<LabMachine> at, int more) throws Exception {
        awaitMore("changes are accepted", ConfigurationClient::changes, at, more);
    }

    /** Waits until the configuration was told once more at each machine. */
    public void awaitReadings() throws Exception {
        for (LabMachine machine : lab.machines()) {
            awaitMore("readings", ConfigurationClient::readings, List.of(machine), 1);
        }
    }

    /** Waits until somebody at a machine has heard that the cluster does not answer there. */
    public void awaitFailure(LabMachine at) throws Exception {
        awaitMore("the cluster does not answer", ConfigurationClient::failures, List.of(at), 1);
    }

    private void awaitMore(
            String what, ToIntFunction<ConfigurationClient> count, List<LabMachine> at, int more)
            throws Exception {
        int before = sum(count, at);
        List<String> names = at.stream().map(LabMachine::name).toList();
        lab.await(what + " at " + names, () -> sum(count, at) >= before + more);
    }

    private int sum(ToIntFunction<ConfigurationClient> count, List<LabMachine> at) {
        return clients.stream()
                .filter(client -> at.contains(client.machine()))
                .mapToInt(count)
                .sum();
    }

    /** Ends all clients, and asserts that what they were told is right. */
    public void assertLinearizable() throws Exception {
        close();
        for (LabMachine machine : lab.machines()) {
            long called = history.moment();
            String last = read(machine);
            history.answered("end", "configuration", called, new History.Operation.Read(last));
        }
        System.out.printf(
                "%d operations, of %d the outcome unknown%n", history.size(), history.unknowns());
        assertThat(history.fault(initial)).isEmpty();
        // Of each kind some were accepted, or this would say nothing.
        List<LabMachine> all = lab.machines();
        assertThat(sum(ConfigurationClient::readings, all)).isGreaterThan(20);
        assertThat(sum(ConfigurationClient::settings, all)).isGreaterThan(5);
        assertThat(sum(ConfigurationClient::writings, all)).isGreaterThan(5);
        assertThat(sum(ConfigurationClient::comparisons, all)).isGreaterThan(5);
        for (LabMachine machine : all) {
            assertThat(versions(machine)).isEqualTo(versions(all.getFirst()));
        }
    }

    private static String versions(LabMachine machine) throws IOException {
        return must(machine, "pcs", "config", "history", "--output-format", "json");
    }

    /** Ends all clients. */
    @Override
    public void close() {
        clients.forEach(ConfigurationClient::stop);
        clients.forEach(ConfigurationClient::close);
    }
}
