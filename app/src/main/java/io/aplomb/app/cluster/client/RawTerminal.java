package io.aplomb.app.cluster.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that passes on each key at once, without showing it: what {@code stty -icanon -echo}
 * makes of it. It is put right again when the process ends.
 */
final class RawTerminal {
    private static final int QUEUE = 64;

    private static @Nullable RawTerminal open;

    private final BlockingQueue<Character> keys = new ArrayBlockingQueue<>(QUEUE);

    private RawTerminal() {}

    /** The next key; empty when none was pressed in time. */
    static synchronized Optional<Character> key(InputStream in, long waitMs) throws IOException {
        RawTerminal terminal = open;
        if (terminal == null) {
            terminal = new RawTerminal();
            terminal.begin(in);
            open = terminal;
        }
        try {
            return Optional.ofNullable(terminal.keys.poll(waitMs, TimeUnit.MILLISECONDS));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void begin(InputStream in) throws IOException {
        stty("-icanon", "-echo", "min", "1");
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            try {
                                                stty("icanon", "echo");
                                            } catch (IOException gone) {
                                                // no terminal is left to be put right
                                            }
                                        }));
        Thread _ = Thread.ofVirtual().name("keys").start(() -> read(in));
    }

    private void read(InputStream in) {
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                boolean _ = keys.offer((char) octet);
            }
        } catch (IOException gone) {
            boolean _ = keys.offer('q');
        }
    }

    /** Rows and columns; those of a terminal of old where it does not say. */
    static int[] size() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String said = new String(stty.getInputStream().readAllBytes(), UTF_8).strip();
            if (said.matches("[1-9][0-9]{0,3} [1-9][0-9]{0,3}")) {
                int blank = said.indexOf(' ');
                return new int[] {
                    Integer.parseInt(said.substring(0, blank)),
                    Integer.parseInt(said.substring(blank + 1))
                };
            }
        } catch (IOException missing) {
            return new int[] {24, 80};
        }
        return new int[] {24, 80};
    }

    private static void stty(String... words) throws IOException {
        String[] command = new String[words.length + 1];
        command[0] = "stty";
        System.arraycopy(words, 0, command, 1, words.length);
        try {
            int _ =
                    new ProcessBuilder(command)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectErrorStream(true)
                            .start()
                            .waitFor();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
