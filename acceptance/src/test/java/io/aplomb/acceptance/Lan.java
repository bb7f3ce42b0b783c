package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredRights;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Machines on a cable of their own: a network namespace each, and one for the bridge between them,
 * so that no packet can leave. Machine 1 has 192.168.1.11 and fd00::11 on {@code eth0}, and so on.
 */
final class Lan implements AutoCloseable {
    private static final int LIMIT_S = 60;
    private static final int PAUSE_MS = 20;

    private final String prefix =
            "ap" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1000;
    private final List<String> namespaces = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /** Something to wait for. */
    interface Probe {
        boolean holds() throws Exception;
    }

    Lan(int machines) throws Exception {
        RequiredRights.root();
        var _ = RequiredTool.path("ip");
        String bridge = namespace("br");
        run("ip", "-n", bridge, "link", "add", "br0", "type", "bridge");
        run("ip", "-n", bridge, "link", "set", "br0", "up");
        for (int i = 1; i <= machines; i++) {
            String machine = namespace("m" + i);
            String port = "p" + i;
            run(
                    "ip", "-n", bridge, "link", "add", port, "type", "veth", "peer", "name", "eth0",
                    "netns", machine);
            run("ip", "-n", bridge, "link", "set", port, "master", "br0", "up");
            run("ip", "-n", machine, "link", "set", "eth0", "up");
            run("ip", "-n", machine, "addr", "add", "192.168.1.1" + i + "/24", "dev", "eth0");
            run("ip", "-n", machine, "addr", "add", "fd00::1" + i + "/64", "dev", "eth0", "nodad");
        }
    }

    private String namespace(String name) throws Exception {
        String full = prefix + name;
        run("ip", "netns", "add", full);
        namespaces.add(full);
        run("ip", "-n", full, "link", "set", "lo", "up");
        return full;
    }

    private String machine(int number) {
        return namespaces.get(number);
    }

    /** Starts a program on a machine, its output into a file. */
    Process start(int machine, Path log, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", machine(machine)));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        processes.add(process);
        return process;
    }

    /** Runs {@code ip} on a machine. */
    String ip(int machine, String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "-n", machine(machine)));
        command.addAll(List.of(words.split(" ")));
        return run(command.toArray(String[]::new));
    }

    boolean holds(int machine, String address) throws Exception {
        return ip(machine, "addr show").contains(" " + address + "/");
    }

    /** Whether a machine gets an answer from an address. */
    boolean reaches(int machine, String address) throws Exception {
        return new ProcessBuilder(
                                "ip",
                                "netns",
                                "exec",
                                machine(machine),
                                "ping",
                                "-c",
                                "1",
                                "-W",
                                "1",
                                address)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Waits until something is so; the complaint is made when it fails. */
    static void await(String wanted, Path log, Probe probe) throws Exception {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(LIMIT_S);
        while (!probe.holds()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("never: " + wanted + "\n" + Files.readString(log));
            }
            // Nobody counts it down: a pause.
            boolean _ = new CountDownLatch(1).await(PAUSE_MS, MILLISECONDS);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), printed).isZero();
        return printed;
    }

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
