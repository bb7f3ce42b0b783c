package io.aplomb.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.acceptance.cluster.Patience.Probe;
import io.aplomb.lab.net.Machine;
import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Machines on which this program runs as a cluster, a client beside them, and what may happen to
 * them: deaths, freezes, cuts. The n-th machine has the host number 10 + n on each network, the
 * client 200 on the first one, where it is also the power switch that {@code fence_lab} asks.
 */
public final class ClusterLab implements AutoCloseable {
    private static final int CLIENT = 200;
    private static final int POWER_PORT = 623;
    private static final int LOG_TAIL_CHARACTERS = 6000;

    private final Path folder;
    private final Path aplomb;
    private final LabCables cables;
    private final Machine client;
    private final Map<String, LabMachine> machines =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, LabProcess> daemons = new ConcurrentHashMap<>();

    private final PowerSwitch power;

    private ClusterLab(Path folder, Path aplomb, LabCables cables, Machine client)
            throws IOException {
        this.folder = folder;
        this.aplomb = aplomb;
        this.cables = cables;
        this.client = client;
        ServerSocketChannel outlet = client.call(ServerSocketChannel::open);
        this.power = PowerSwitch.serve(outlet.bind(new InetSocketAddress(POWER_PORT)), this);
    }

    /**
     * Boots the machines; nothing of this program runs yet.
     *
     * @param aplomb the launcher
     * @param names of the machines, by which they also find each other
     * @param networks the first three bytes of each, as {@code 192.168.1.}
     */
    public static ClusterLab boot(
            Path folder, Path aplomb, List<String> names, List<String> networks) throws Exception {
        RequiredRights.root();
        for (String tool : List.of("ip", "nft", "nsenter", "socat", "unshare")) {
            var _ = RequiredTool.path(tool);
        }
        LabCables cables = LabCables.lay(networks.size());
        ClusterLab lab = new ClusterLab(folder, aplomb, cables, Machine.start("client"));
        cables.connect(0, 0, lab.client.anchorPid());
        lab.client.ip("address add %s%d/24 dev eth0".formatted(networks.getFirst(), CLIENT));
        lab.client.ip("link set eth0 up");
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (String name : names) {
            int number = lab.machines.size() + 1;
            List<String> addresses =
                    networks.stream().map(each -> each + (10 + number) + "/24").toList();
            Path disk = folder.resolve(name);
            LabMachine machine = new LabMachine(name, number, disk, cables, addresses);
            machine.setVariable("APLOMB_STATE", disk.resolve("state").toString());
            lab.machines.put(name, machine);
            hosts.append(machine.address()).append(' ').append(name).append('\n');
        }
        Path etc = folder.resolve("etc");
        Path token = Files.createDirectories(etc.resolve("aplomb")).resolve("token");
        // As whoever installs machines leaves it, so that they know each other.
        var _ = Files.writeString(token, "lab\n");
        var _ = Files.writeString(etc.resolve("hosts"), hosts);
        for (LabMachine machine : lab.machines()) {
            machine.boot();
        }
        return lab;
    }

    public List<LabMachine> machines() {
        return List.copyOf(machines.values());
    }

    public LabMachine machine(String name) {
        return Objects.requireNonNull(machines.get(name), name);
    }

    /** What the power switch was told to do: {@code off n2}. */
    public List<String> powerOrders() {
        return power.orders();
    }

    /** Where a test keeps what all machines are to see. */
    public Path shared() {
        return folder;
    }

    /** A connection of the client, not yet made. */
    SocketChannel clientChannel() throws IOException {
        return client.call(SocketChannel::open);
    }

    /** Has the client take what is posted to this port of it. */
    public HookReceiver takeHooks(int port) throws IOException {
        ServerSocketChannel listener = client.call(ServerSocketChannel::open);
        return new HookReceiver(listener.bind(new InetSocketAddress(port)));
    }

    /** Runs this program on a machine to its end. */
    public Outcome ask(LabMachine machine, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(aplomb.toString()));
        command.addAll(List.of(words));
        return machine.run(command);
    }

    /** Runs this program on a machine, which must succeed; what it printed. */
    public String tell(LabMachine machine, String... words) throws IOException {
        Outcome outcome = ask(machine, words);
        assertThat(outcome.exitCode())
                .as("%s: %s: %s", machine.name(), String.join(" ", words), outcome.output())
                .isZero();
        return outcome.output();
    }

    /** Starts the daemon of a machine. */
    public LabProcess startDaemon(LabMachine machine) throws IOException {
        LabProcess daemon = machine.start(aplomb.toString(), "daemon");
        daemons.put(machine.name(), daemon);
        return daemon;
    }

    /** The daemon of a machine that was started last. */
    public LabProcess daemon(LabMachine machine) {
        return Objects.requireNonNull(daemons.get(machine.name()), machine.name());
    }

    /** Boots a machine whose power was off, and starts its daemon. */
    public void bootAgain(LabMachine machine) throws IOException {
        machine.boot();
        startDaemon(machine);
    }

    /** Pulls all cables of a machine. */
    public void isolate(LabMachine machine) throws IOException {
        for (int network = 0; network < machine.networks(); network++) {
            cables.unplug(network, machine.number());
        }
    }

    /** Pulls one cable of a machine. */
    public void unplug(LabMachine machine, int network) throws IOException {
        cables.unplug(network, machine.number());
    }

    /** Loses on all networks what one machine sends to another one; the way back stays open. */
    public void loseFrames(LabMachine from, LabMachine to) throws IOException {
        for (int network = 0; network < from.networks(); network++) {
            cables.loseFrames(network, from.number(), to.number());
        }
    }

    /** Puts all cables in again, and loses nothing any more. */
    public void heal() throws IOException {
        cables.heal();
        for (LabMachine machine : machines()) {
            for (int network = 0; network < machine.networks() && machine.isOn(); network++) {
                cables.plug(network, machine.number());
            }
        }
    }

    /** Waits until something is so; tells all logs when it is not. */
    public void await(String wanted, Probe probe) throws Exception {
        Patience.await(wanted, probe, this::logs);
    }

    /** The ends of all logs, for a person who looks why something failed. */
    public String logs() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (file.toString().endsWith(".log")) {
                    String text = Files.readString(file);
                    int from = Math.max(0, text.length() - LOG_TAIL_CHARACTERS);
                    all.append("== ").append(folder.relativize(file)).append('\n');
                    all.append(text, from, text.length()).append('\n');
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return all.toString();
    }

    /** Takes all machines away, with all that runs on them. */
    @Override
    public void close() throws IOException {
        power.close();
        machines().forEach(LabMachine::end);
        client.close();
        cables.close();
    }
}
