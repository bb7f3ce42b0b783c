package io.aplomb.control.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.control.vip.NetworkThread;
import io.aplomb.linux.Poller;
import io.aplomb.linux.ProcessDescriptor;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link GuardedDaemon} that runs in a network of its own. */
final class DaemonProcess implements AutoCloseable {
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;
    private static final int SIGKILL = 9;
    private static final int LIMIT_S = 60;

    private final Process process;
    private final Writer orders;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private int guardPid;

    private DaemonProcess(Process process) {
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    static DaemonProcess start(NetworkThread machine, GuardSettings settings) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                GuardedDaemon.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        DaemonProcess daemon = new DaemonProcess(machine.run(builder::start));
        Thread.ofVirtual().start(daemon::read);
        daemon.order(new GuardOrder.Configure(settings));
        GuardReport ready = daemon.await("ready");
        daemon.guardPid = ((GuardReport.Ready) ready).pid();
        return daemon;
    }

    int guardPid() {
        return guardPid;
    }

    void order(GuardOrder order) throws IOException {
        write(OrderText.write(order));
    }

    /** Gives a lease from now on and returns its deadline, by {@link System#nanoTime}. */
    long lease(long ms, LapsePolicy policy) throws Exception {
        write("for " + ms + " " + policy);
        return Long.parseLong(awaitLine("until ").split(" ")[1]);
    }

    /** Has the guard know of something, and waits until it does. */
    void hold(Hold hold) throws Exception {
        order(new GuardOrder.Keep(hold));
        String _ = awaitLine("held " + hold.id());
    }

    private void write(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    /** The next report of that kind. */
    GuardReport await(String verb) throws InterruptedException {
        return ReportText.read(awaitLine(verb + " "));
    }

    private String awaitLine(String prefix) throws InterruptedException {
        String line;
        do {
            line = lines.poll(LIMIT_S, TimeUnit.SECONDS);
            assertThat(line).as("a line %s", prefix).isNotNull();
        } while (!line.startsWith(prefix));
        return line;
    }

    void stop() throws IOException {
        assertThat(Processes.signal((int) process.pid(), SIGSTOP)).isTrue();
    }

    void goOn() throws IOException {
        assertThat(Processes.signal((int) process.pid(), SIGCONT)).isTrue();
    }

    void kill() throws Exception {
        assertThat(Processes.signal((int) process.pid(), SIGKILL)).isTrue();
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until the guard has ended. */
    void awaitGuardEnd() throws IOException {
        awaitEnd(guardPid);
    }

    /** Waits until that process has ended, whosever child it is. */
    static void awaitEnd(int pid) throws IOException {
        try (ProcessDescriptor process = ProcessDescriptor.open(pid);
                Poller poller = Poller.open()) {
            assertThat(poller.await(List.of(process.fd()), TimeUnit.SECONDS.toNanos(LIMIT_S)))
                    .as("process %d has ended", pid)
                    .isNotEmpty();
        } catch (SystemCallException gone) {
            assertThat(gone.errno()).isEqualTo(SystemCallException.ESRCH);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (@Nullable String line = reader.readLine();
                    line != null;
                    line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException ended) {
            // Killed: what it said until then was read.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        boolean _ = Processes.signal(guardPid, SIGKILL);
    }
}
