package io.aplomb.acceptance.machine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aplomb.testkit.RequiredTool;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * A machine of its own inside this one, made of Linux namespaces: its network has only the
 * addresses it is given, its {@code /etc} can hold more files than the real one, its {@code /run}
 * and {@code /var/lib} keep what is written to themselves, and its processes die with it.
 *
 * <p>Needs root; elsewhere the test is skipped. One test thread drives it.
 */
public final class Machine implements Closeable {

    /** Far above what a busy computer needs; only failures wait so long. */
    private static final int PATIENCE_S = 90;

    /**
     * What the first process of the machine does; it ends, and all others with it, when its
     * standard input ends: with the test's JVM at the latest. Until then it is a shell that waits
     * for a child, so that dead orphans do not stay in the list of processes.
     */
    private static final String BOOT =
            """
            set -eu
            etc=$1; shift
            ip link set lo up
            for address in "$@"; do ip address add "$address/32" dev lo; done
            mount -t overlay overlay -o "lowerdir=$etc:/etc" /etc
            mount -t tmpfs tmpfs /run
            mkdir -p /run/haproxy /run/layers/upper /run/layers/work /var/lib/haproxy
            mount -t overlay overlay \\
                -o lowerdir=/var/lib,upperdir=/run/layers/upper,workdir=/run/layers/work /var/lib
            mkdir -p /var/lib/haproxy
            echo ready
            cat
            exit 0
            """;

    private final Process holder;
    private final long init;
    private final Path folder;
    private final ExecutorService inside;

    private Machine(Process holder, long init, Path folder) {
        this.holder = holder;
        this.init = init;
        this.folder = folder;
        this.inside =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("machine").factory());
    }

    /**
     * Starts one.
     *
     * @param folder of the test; what lies in its {@code etc} appears in the machine's {@code /etc}
     * @param addresses of IP version 4 that are the machine's own
     */
    public static Machine start(Path folder, Collection<String> addresses)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(unshare());
        assumeTrue(possible(command), "no right to make namespaces: needs root");
        var _ = RequiredTool.path("ip");
        Path etc = Files.createDirectories(folder.resolve("etc"));
        command.addAll(List.of("sh", "-c", BOOT, "boot", etc.toString()));
        command.addAll(addresses);
        Path complaints = folder.resolve("boot.err");
        Process holder = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        BufferedReader out = holder.inputReader();
        String ready = out.readLine();
        if (!"ready".equals(ready)) {
            holder.destroyForcibly();
            throw new AssertionError("no machine:\n" + Files.readString(complaints));
        }
        long init = holder.children().findFirst().orElseThrow().pid();
        Machine machine = new Machine(holder, init, folder);
        machine.inside(
                () -> {
                    NetworkNamespace.enter(init);
                    return "entered";
                });
        return machine;
    }

    private static List<String> unshare() {
        return List.of(
                RequiredTool.path("unshare").toString(),
                "--net",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc");
    }

    private static boolean possible(List<String> unshare) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(unshare);
        command.add("true");
        Process trial =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return trial.waitFor() == 0;
    }

    /** Runs something whose sockets are the machine's. */
    public <T> T inside(Callable<T> work) throws InterruptedException {
        try {
            return inside.submit(work).get(PATIENCE_S, SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new AssertionError("inside the machine", failure);
        }
    }

    /** How a program that was run to its end did. */
    public record Outcome(int exitCode, String output) {}

    /** Runs a program to its end; children it leaves behind go on in the machine. */
    public Outcome run(List<String> program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(RequiredTool.path("nsenter").toString());
        command.addAll(List.of("--target", Long.toString(init), "--net", "--mount", "--pid", "--"));
        command.addAll(program);
        Path output = Files.createTempFile(folder, "run", ".out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(PATIENCE_S, SECONDS);
        String said = Files.readString(output);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as(said).isTrue();
        return new Outcome(process.exitValue(), said);
    }

    /** Its first process. */
    public long init() {
        return init;
    }

    /** A file of the machine, as this process reaches it. */
    public Path file(String path) {
        return Path.of("/proc/" + init + "/root" + path);
    }

    @Override
    public void close() {
        inside.shutdownNow();
        holder.destroyForcibly();
        holder.onExit().orTimeout(PATIENCE_S, SECONDS).join();
    }
}
