package io.aplomb.lab.net;

import io.aplomb.linux.Namespaces;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A machine of its own as far as the network goes: a network namespace, held by one thread, in
 * which sockets are opened and programs started. It ends with this object, or with this process.
 * Any thread may use it; what it is given is done one after the other.
 *
 * <p>Needs CAP_SYS_ADMIN and CAP_NET_ADMIN, in a user namespace at least, and the program {@code
 * ip}.
 */
public final class Machine implements AutoCloseable {

    private final String name;
    private final ExecutorService inside;

    /** Gives the namespace a process to be named by; ends when our end of its input does. */
    private final Process anchor;

    private Machine(String name, ExecutorService inside, Process anchor) {
        this.name = name;
        this.inside = inside;
        this.anchor = anchor;
    }

    /**
     * Starts one with nothing but its loopback interface.
     *
     * @throws SystemCallException EPERM without the rights
     */
    public static Machine start(String name) throws IOException {
        ExecutorService inside =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("machine-" + name).factory());
        try {
            Process anchor =
                    done(
                            inside,
                            () -> {
                                Namespaces.unshareNetwork();
                                return new ProcessBuilder("cat").start();
                            });
            Machine machine = new Machine(name, inside, anchor);
            machine.ip("link set lo up");
            return machine;
        } catch (IOException refused) {
            inside.shutdownNow();
            throw refused;
        }
    }

    public String name() {
        return name;
    }

    /** The process that {@code ip link set ... netns PID} knows it by. */
    public long anchorPid() {
        return anchor.pid();
    }

    /** Does something inside, and waits for it. */
    public <T> T call(Callable<T> work) throws IOException {
        return done(inside, work);
    }

    /** Starts a program inside. */
    public Process start(ProcessBuilder program) throws IOException {
        return call(program::start);
    }

    /**
     * Runs {@code ip} inside.
     *
     * @param words separated by single blanks
     * @throws IOException with what it said, when it fails
     */
    public void ip(String words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
        String said;
        try (var output = process.getInputStream()) {
            said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (exitCode(process) != 0) {
            throw new IOException("%s: ip %s: %s".formatted(name, words, said.strip()));
        }
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for " + process.pid());
        }
    }

    private static <T> T done(ExecutorService inside, Callable<T> work) throws IOException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inside.execute(
                () -> {
                    try {
                        answer.complete(work.call());
                    } catch (Exception failure) {
                        answer.completeExceptionally(failure);
                    }
                });
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io
                    ? io
                    : new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }

    @Override
    public void close() {
        anchor.destroyForcibly();
        inside.shutdownNow();
    }
}
