package io.aplomb.lab.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A child process whose output lines are handed on as they come. */
final class Child implements AutoCloseable {

    private static final long STOP_LIMIT_S = 3;

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    static Child start(List<String> command, Consumer<String> onLine) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // We hold the other end of its input and never write: it ends with us, however we end.
        builder.environment().put(DemoCommands.TETHER, "yes");
        Child child = new Child(builder.start());
        Thread.ofVirtual().start(() -> child.pump(onLine));
        return child;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL, as a crash or the kernel's out-of-memory killer would end it. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and SIGKILL when that is not heard within {@value #STOP_LIMIT_S} s. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd()) {
            kill();
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void pump(Consumer<String> onLine) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = reader.readLine()) != null) {
                onLine.accept(line);
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
            // The pipe of a killed child breaks: its end is seen elsewhere.
        }
    }
}
