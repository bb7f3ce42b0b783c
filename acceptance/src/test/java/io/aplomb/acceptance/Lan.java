package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Machines on cables of their own: a network namespace each, and one for the bridges between them,
 * so that no packet can leave. On the first cable machine 1 has the interface {@code eth0} with MAC
 * 02:00:00:00:00:01 and the addresses 192.168.1.11 and fd00::11, machine 2 those with a 2, and so
 * on; on the second {@code eth1} and 192.168.2.11.
 */
final class Lan implements AutoCloseable {
    private static final int LIMIT_S = 60;
    private static final int PAUSE_MS = 20;
    private static final int SERVICE_PORT = 7777;

    private final String prefix =
            "ap" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1000;
    private final Path folder;
    private final List<String> namespaces = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /** Something to wait for. */
    interface Probe {
        boolean holds() throws Exception;
    }

    /** Machines on one cable. */
    Lan(Path folder, int machines) throws Exception {
        this(folder, machines, 1);
    }

    /**
     * Makes them.
     *
     * @param folder for configurations and logs; all logs are shown when something does not come
     */
    Lan(Path folder, int machines, int cables) throws Exception {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
        this.folder = folder;
        String bridges = namespace("br");
        for (int machine = 1; machine <= machines; machine++) {
            var _ = namespace("m" + machine);
        }
        for (int cable = 0; cable < cables; cable++) {
            run("ip", "-n", bridges, "link", "add", "br" + cable, "type", "bridge");
            run("ip", "-n", bridges, "link", "set", "br" + cable, "up");
            for (int machine = 1; machine <= machines; machine++) {
                connect(machine, cable);
            }
        }
    }

    private String namespace(String name) throws Exception {
        String full = prefix + name;
        run("ip", "netns", "add", full);
        namespaces.add(full);
        run("ip", "-n", full, "link", "set", "lo", "up");
        return full;
    }

    private void connect(int machine, int cable) throws Exception {
        String bridges = namespaces.getFirst();
        String there = namespaces.get(machine);
        String port = "p" + cable + "-" + machine;
        String eth = "eth" + cable;
        String mac = "02:00:00:00:0" + cable + ":0" + machine;
        run(
                "ip", "-n", bridges, "link", "add", port, "type", "veth", "peer", "name", eth,
                "address", mac, "netns", there);
        run("ip", "-n", bridges, "link", "set", port, "master", "br" + cable, "up");
        run("ip", "-n", there, "link", "set", eth, "up");
        String network = "192.168." + (cable + 1) + ".1";
        run("ip", "-n", there, "addr", "add", network + machine + "/24", "dev", eth);
        if (cable == 0) {
            run("ip", "-n", there, "addr", "add", "fd00::1" + machine + "/64", "dev", eth, "nodad");
        }
    }

    /** Runs this program as keepalived on a machine; its log is {@link #log} of the machine. */
    Process aplomb(int machine, String configuration, String... options) throws IOException {
        Path file = Files.writeString(configuration(machine), configuration);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                Launcher.built().toString(),
                                "vrrp",
                                "-n",
                                "-f",
                                file.toString(),
                                "-p",
                                pidFile(machine).toString()));
        words.addAll(List.of(options));
        return start(machine, log(machine), words.toArray(String[]::new));
    }

    /** Where a process on a machine writes its id. */
    Path pidFile(int machine) {
        return folder.resolve(machine + ".pid");
    }

    /** The folder for temporary files of what runs on a machine. */
    Path temporary(int machine) throws IOException {
        return Files.createDirectories(folder.resolve(machine + "-tmp"));
    }

    /** Runs the real keepalived on a machine. */
    Process keepalived(int machine, String configuration) throws IOException {
        Path keepalived = RequiredTool.path("keepalived");
        Path file = Files.writeString(configuration(machine), configuration);
        return start(
                machine,
                log(machine),
                keepalived.toString(),
                "-n",
                "-l",
                "-P",
                "-f",
                file.toString(),
                "-p",
                pidFile(machine).toString(),
                "-r",
                folder.resolve(machine + "-vrrp.pid").toString());
    }

    /** Gives a process of this program on a machine another configuration by SIGHUP. */
    void reload(int machine, Process process, String configuration, String answer)
            throws Exception {
        long before = said(machine, answer);
        var _ = Files.writeString(configuration(machine), configuration);
        VirtualIp.signal(process, "HUP");
        await("machine " + machine + " says " + answer, () -> said(machine, answer) > before);
    }

    /** How many lines of a machine's log hold that. */
    long said(int machine, String text) throws IOException {
        return Files.readAllLines(log(machine)).stream()
                .filter(line -> line.contains(text))
                .count();
    }

    private Path configuration(int machine) {
        return folder.resolve(machine + ".conf");
    }

    Path log(int machine) {
        return folder.resolve(machine + ".log");
    }

    /** A service on a machine, on all its addresses, that tells the machine's number. */
    void serve(int machine) throws Exception {
        start(
                machine,
                folder.resolve(machine + "-service.log"),
                RequiredTool.path("socat").toString(),
                "TCP6-LISTEN:" + SERVICE_PORT + ",ipv6only=0,reuseaddr,fork",
                "SYSTEM:echo " + machine);
    }

    /** Which machine's service answers a client on another machine; empty when none does. */
    String answers(int client, String address) throws Exception {
        String to = address.contains(":") ? "TCP6:[" + address + "]:" : "TCP4:" + address + ":";
        Process asked =
                new ProcessBuilder(
                                List.of(
                                        "ip",
                                        "netns",
                                        "exec",
                                        namespaces.get(client),
                                        RequiredTool.path("socat").toString(),
                                        "-u",
                                        "-T1",
                                        to + SERVICE_PORT + ",connect-timeout=1",
                                        "-"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String answer =
                new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int _ = asked.waitFor();
        return answer.strip();
    }

    /** Records what a machine hears on its first cable, from now on. */
    Wiretap tap(int machine) throws Exception {
        Path capture = folder.resolve(machine + ".pcap");
        Path said = folder.resolve(machine + "-tcpdump.log");
        String tcpdump = RequiredTool.path("tcpdump").toString();
        List<String> words =
                new ArrayList<>(
                        List.of(tcpdump, "-i", "eth0", "--immediate-mode", "-U", "-w", "-"));
        words.addAll(Wiretap.FILTER);
        ProcessBuilder builder = inside(machine, words.toArray(String[]::new));
        processes.add(
                builder.redirectError(said.toFile()).redirectOutput(capture.toFile()).start());
        await("tcpdump listens", () -> Files.readString(said).contains("listening on"));
        return new Wiretap(capture);
    }

    /** Runs a program on a machine and waits for its end; what it printed, errors left out. */
    String output(int machine, String... words) throws Exception {
        Process process =
                inside(machine, words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int _ = process.waitFor();
        return printed;
    }

    /** Starts a program on a machine; it is ended with the machines. */
    Process start(int machine, String name, String... words) throws IOException {
        return start(machine, folder.resolve(machine + "-" + name + ".log"), words);
    }

    /** Starts a program on a machine, its output into a file. */
    Process start(int machine, Path log, String... words) throws IOException {
        Process process =
                inside(machine, words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private ProcessBuilder inside(int machine, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("ip", "netns", "exec", namespaces.get(machine)));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TMPDIR", temporary(machine).toString());
        return builder;
    }

    /** Runs a program on a machine to its end; gives what it printed. */
    String run(int machine, String... words) throws Exception {
        return finish(inside(machine, words).redirectErrorStream(true));
    }

    /** Runs {@code ip} on a machine. */
    String ip(int machine, String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespaces.get(machine)));
        command.addAll(List.of(words.split(" ")));
        return run(command.toArray(String[]::new));
    }

    boolean holds(int machine, String address) throws Exception {
        return ip(machine, "addr show").contains(" " + address + "/");
    }

    /** Waits until that machine, and of the first ones no other, holds an address. */
    void awaitOnlyHolder(int holder, int machines, String address) throws Exception {
        await("machine " + holder + " holds " + address, () -> holds(holder, address));
        for (int machine = 1; machine <= machines; machine++) {
            int other = machine;
            if (other != holder) {
                await("machine " + other + " has no " + address, () -> !holds(other, address));
            }
        }
    }

    void awaitAnswer(int client, String address, int machine) throws Exception {
        String wanted = Integer.toString(machine);
        await(
                "machine " + client + " reaches " + wanted + " by " + address,
                () -> answers(client, address).equals(wanted));
    }

    /** Waits until a machine's log says something. */
    void awaitLog(int machine, String text) throws Exception {
        await(
                "machine " + machine + " says " + text,
                () -> Files.readString(log(machine)).contains(text));
    }

    /** Waits until something is so. */
    void await(String wanted, Probe probe) throws Exception {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(LIMIT_S);
        while (!probe.holds()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("never: " + wanted + "\n" + logs());
            }
            // Nobody counts it down: a pause.
            boolean _ = new CountDownLatch(1).await(PAUSE_MS, MILLISECONDS);
        }
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.log")) {
            for (Path file : files) {
                all.append(file.getFileName()).append(":\n").append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static String run(String... command) throws Exception {
        return finish(new ProcessBuilder(command).redirectErrorStream(true));
    }

    private static String finish(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", builder.command(), printed).isZero();
        return printed;
    }

    /** Ends all that was started, and removes the machines. */
    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            var _ = process.destroyForcibly().onExit().join();
        }
        for (String namespace : namespaces) {
            Process removal = new ProcessBuilder("ip", "netns", "del", namespace).start();
            assertThat(removal.onExit().join().exitValue()).as(namespace).isZero();
        }
    }
}
