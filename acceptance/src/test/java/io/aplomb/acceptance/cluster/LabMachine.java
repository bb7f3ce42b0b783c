package io.aplomb.acceptance.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A machine of a lab: namespaces for network, mounts, processes and its name. It boots, runs
 * programs and loses its power; what lies in its folder stays. Any thread may drive it.
 */
public final class LabMachine {
    private static final String FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private final String name;
    private final int number;
    private final Path folder;
    private final LabCables cables;
    private final List<String> addresses;
    private final Map<String, String> environment = new ConcurrentHashMap<>();

    /** What entered the machine with a program, while it has not ended. */
    private final List<Process> entries = new CopyOnWriteArrayList<>();

    private @Nullable Process holder;
    private volatile long init;
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * @param addresses with prefix lengths, one for each network
     */
    LabMachine(String name, int number, Path folder, LabCables cables, List<String> addresses) {
        this.name = name;
        this.number = number;
        this.folder = folder;
        this.cables = cables;
        this.addresses = List.copyOf(addresses);
    }

    public String name() {
        return name;
    }

    int number() {
        return number;
    }

    /** Its address on the first network, without the prefix length. */
    public String address() {
        return address(0);
    }

    /** Its address on a network, without the prefix length. */
    public String address(int network) {
        String address = addresses.get(network);
        return address.substring(0, address.indexOf('/'));
    }

    /** Its addresses, as {@code cluster setup} takes them. */
    List<String> addressWords() {
        return IntStream.range(0, networks()).mapToObj(each -> "addr=" + address(each)).toList();
    }

    int networks() {
        return addresses.size();
    }

    /** What its disk holds: it is there when the machine boots again. */
    public Path folder() {
        return folder;
    }

    /** Sets a variable for all programs that are started from now on. */
    public void setVariable(String variable, String value) {
        environment.put(variable, value);
    }

    /**
     * Gives all programs that are started from now on a clock of their own, by libfaketime: it
     * shows the right time until {@link #jump}. Clocks that only measure durations are left alone,
     * as they are when an administrator sets a clock.
     */
    public void ownClock() throws IOException {
        var _ = RequiredTool.path("faketime");
        jump(0);
        setVariable("LD_PRELOAD", FAKETIME);
        setVariable("FAKETIME_TIMESTAMP_FILE", clock().toString());
        setVariable("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // else waits of a Java machine take twice as long and most of a processor
        setVariable("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        setVariable("FAKETIME_CACHE_DURATION", "1");
    }

    /** Sets the clock wrong by so many seconds; programs see it within a second. */
    public void jump(long seconds) throws IOException {
        Path next = folder.resolve("clock.next");
        var _ = Files.writeString(next, "%+ds\n".formatted(seconds));
        var _ = Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path clock() {
        return folder.resolve("clock");
    }

    boolean isOn() {
        return init != 0;
    }

    /** Its first process, as this computer counts it; 0 while it is off. */
    long init() {
        return init;
    }

    synchronized void boot() throws IOException {
        Path resources = Resources.folder();
        List<String> command =
                List.of(
                        RequiredTool.path("unshare").toString(),
                        "--net",
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        resources.resolve("boot").toString(),
                        name,
                        folder.toString(),
                        folder.resolveSibling("etc").toString(),
                        resources.toString());
        Files.createDirectories(folder);
        Path complaints = folder.resolve("boot.log");
        Process started = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        BufferedReader out = started.inputReader();
        if (!"ready".equals(out.readLine())) {
            started.destroyForcibly();
            throw new AssertionError(name + " does not boot:\n" + Files.readString(complaints));
        }
        holder = started;
        init = started.children().findFirst().orElseThrow().pid();
        for (int network = 0; network < addresses.size(); network++) {
            cables.connect(network, number, init);
            must("ip", "address", "add", addresses.get(network), "dev", "eth" + network);
            must("ip", "link", "set", "eth" + network, "up");
        }
    }

    /** As by a power cut: nothing is sent any more, and all processes are gone. */
    public synchronized void powerOff() throws IOException {
        for (int network = 0; network < addresses.size(); network++) {
            cables.unplug(network, number);
        }
        end();
    }

    synchronized void end() {
        init = 0;
        Process running = holder;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().orTimeout(Patience.LIMIT.toSeconds(), SECONDS).join();
            holder = null;
        }
    }

    /** Sends a signal to all processes but the first one: SIGSTOP freezes a machine. */
    public void signalAll(String signal) throws IOException {
        // The newest first, so that no parent wakes for a child.
        Signals.send(signal, processes().reversed());
        if (signal.equals("CONT")) {
            // nsenter stops itself when what it started is stopped.
            Signals.send(
                    signal, entries.stream().filter(Process::isAlive).map(Process::pid).toList());
        }
    }

    /** All processes but the first one, as this computer counts them, the oldest first. */
    List<Long> processes() throws IOException {
        Object own = Files.getAttribute(namespace(init), "unix:ino");
        List<Long> found = new ArrayList<>();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            for (ProcessHandle each : (Iterable<ProcessHandle>) all::iterator) {
                if (each.pid() != init && Objects.equals(own, namespaceOf(each.pid()))) {
                    found.add(each.pid());
                }
            }
        }
        found.sort(null);
        return found;
    }

    private static Path namespace(long pid) {
        return Path.of("/proc/" + pid + "/ns/pid");
    }

    private static @Nullable Object namespaceOf(long pid) {
        try {
            return Files.getAttribute(namespace(pid), "unix:ino");
        } catch (IOException gone) {
            return null;
        }
    }

    /** Runs a program to its end. */
    public Outcome run(String... words) throws IOException {
        return run(List.of(words));
    }

    /** Runs a program to its end; it is ended when it takes too long, and then exits with -1. */
    public Outcome run(List<String> words) throws IOException {
        Path output = Files.createTempFile(folder, "run", ".out");
        Process process = start(words, output);
        try {
            boolean ended = process.waitFor(Patience.LIMIT.toSeconds(), SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Outcome(ended ? process.exitValue() : -1, Files.readString(output));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return new Outcome(-1, "interrupted");
        } finally {
            Files.delete(output);
        }
    }

    /** Runs a program that must succeed; what it printed. */
    public String must(String... words) throws IOException {
        Outcome outcome = run(words);
        assertThat(outcome.exitCode())
                .as("%s: %s: %s", name, String.join(" ", words), outcome.output())
                .isZero();
        return outcome.output();
    }

    /** Starts a program that stays; its output is a file of the folder. */
    public LabProcess start(String... words) throws IOException {
        Path log =
                folder.resolve(
                        "%s-%d.log"
                                .formatted(
                                        Path.of(words[0]).getFileName(), runs.incrementAndGet()));
        return new LabProcess(start(List.of(words), log), log);
    }

    private Process start(List<String> words, Path output) throws IOException {
        assertThat(isOn()).as("%s is on", name).isTrue();
        List<String> command = new ArrayList<>();
        command.add(RequiredTool.path("nsenter").toString());
        command.addAll(
                List.of("--target", Long.toString(init), "--net", "--mount", "--uts", "--ipc"));
        // A session of its own, as a service has.
        command.addAll(List.of("--pid", "--", "setsid", "env"));
        environment.forEach((variable, value) -> command.add(variable + "=" + value));
        command.addAll(words);
        Process entry =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
        entries.removeIf(each -> !each.isAlive());
        entries.add(entry);
        return entry;
    }

    /** Whether a file is there, also on what only this machine has mounted. */
    public boolean hasFile(Path file) {
        return Files.exists(Path.of("/proc/" + init + "/root" + file));
    }

    /** Whether its kernel has an address for its own. */
    public boolean holds(String address) throws IOException {
        long pid = init;
        if (pid == 0) {
            return false;
        }
        String wanted = "|-- " + address;
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/fib_trie"));
        for (int line = 0; line + 1 < lines.size(); line++) {
            if (lines.get(line).endsWith(wanted)
                    && lines.get(line + 1).contains("/32 host LOCAL")) {
                return true;
            }
        }
        return false;
    }
}
