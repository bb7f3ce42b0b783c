package io.aplomb.control.vip;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.linux.Namespaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread with a network of its own: a machine in a test. The network dies with the thread. */
public final class NetworkThread implements AutoCloseable {
    private static final int LIMIT_S = 60;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final String id;

    public NetworkThread() throws Exception {
        id =
                run(
                        () -> {
                            Namespaces.unshareNetwork();
                            return Files.readSymbolicLink(Path.of("/proc/thread-self"))
                                    .getFileName()
                                    .toString();
                        });
        ip("link set lo up");
    }

    /** Two machines with a cable between them: interface {@code left} here, {@code right} there. */
    public static void connect(NetworkThread here, NetworkThread there) throws Exception {
        here.ip("link add left type veth peer name right");
        here.ip("link set right netns " + there.id);
        here.ip("link set left up");
        there.ip("link set right up");
    }

    /** A further cable: an interface of that name on both machines. */
    public static void connect(NetworkThread here, NetworkThread there, String name)
            throws Exception {
        here.ip("link add " + name + " type veth peer name " + name + " netns " + there.id);
        here.ip("link set " + name + " up");
        there.ip("link set " + name + " up");
    }

    /** Runs a program in that network, and waits until it has ended well; gives what it printed. */
    public String command(List<String> command) throws Exception {
        return run(() -> finished(command));
    }

    /** Does something in that network, and waits for it. */
    public <T> T run(Callable<T> work) throws Exception {
        return thread.submit(work).get(LIMIT_S, SECONDS);
    }

    /** Runs {@code ip} with these words; gives what it printed. */
    public String ip(String words) throws Exception {
        return run(() -> command(words));
    }

    private static String command(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        return finished(command);
    }

    private static String finished(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, printed).isZero();
        return printed;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
