package io.aplomb.control.fence;

import io.aplomb.cluster.fence.FenceAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The fence agents of this machine, run by their interface: parameters as lines {@code name=value}
 * on standard input, the answer as exit status, output and complaints (FenceAgentAPI of
 * ClusterLabs). Safe for many threads; each run blocks its own.
 */
public final class FenceAgents {

    /** The status of an agent that is not there, as a shell has it. */
    static final int NO_SUCH_PROGRAM = 127;

    private static final String PREFIX = "fence_";

    /** Where distributions put them. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/sbin"));

    /** By this the agents know that their caller keeps the time, and use no limits of their own. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                    "LC_ALL", "C",
                    "PCMK_service", "pacemaker-fenced");

    /** More than any list of machines; what comes after it is not kept. */
    private static final int OUTPUT_BYTES = 1 << 20;

    private static final int REASON_CHARACTERS = 300;
    private static final long LAST_WORDS_MS = 1_000;

    private final List<Path> folders;

    /**
     * @param folders in which agents are looked for, in order
     */
    public FenceAgents(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Those of the distribution. */
    public static FenceAgents ofThisMachine() {
        return new FenceAgents(FOLDERS);
    }

    /** The names of all there are, in order. */
    public List<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (var files = Files.newDirectoryStream(folder, PREFIX + "*")) {
                    for (Path file : files) {
                        if (Files.isExecutable(file)) {
                            names.add(file.getFileName().toString());
                        }
                    }
                }
            }
        }
        return List.copyOf(names);
    }

    /**
     * Runs one and waits for its end.
     *
     * @param arguments without line ends: no parameter has one
     * @param timeoutMs after which it and what it started are killed
     */
    public FenceAnswer run(String agent, Map<String, String> arguments, long timeoutMs)
            throws InterruptedException {
        Optional<Path> program = find(agent);
        if (program.isEmpty()) {
            return failure(agent + " is not installed");
        }
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
            String line = argument.getKey() + '=' + argument.getValue();
            if (line.indexOf('\n') >= 0) {
                return failure("parameter " + argument.getKey() + " has more than one line");
            }
            lines.append(line).append('\n');
        }
        ProcessBuilder builder = new ProcessBuilder(program.get().toString());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        try {
            return run(builder.start(), lines.toString(), timeoutMs);
        } catch (IOException refused) {
            return failure(String.valueOf(refused.getMessage()));
        }
    }

    /** A name is no path: nothing else than an agent is run. */
    private Optional<Path> find(String agent) {
        if (!agent.startsWith(PREFIX) || agent.indexOf('/') >= 0) {
            return Optional.empty();
        }
        return folders.stream()
                .map(folder -> folder.resolve(agent))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static FenceAnswer failure(String reason) {
        return new FenceAnswer(NO_SUCH_PROGRAM, false, "", reason);
    }

    private static FenceAnswer run(Process process, String input, long timeoutMs)
            throws InterruptedException {
        try {
            CompletableFuture<String> output = read(process.getInputStream());
            CompletableFuture<String> complaints = read(process.getErrorStream());
            Thread _ = Thread.ofVirtual().start(() -> write(process, input));
            boolean ended = process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
            if (!ended) {
                kill(process);
            }
            int status = ended ? process.exitValue() : 1;
            // What it started may hold its output open: that is not waited for.
            String printed = now(output);
            String reason = status == 0 ? "" : reason(now(complaints));
            return new FenceAnswer(status, !ended, printed, reason);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Process _ =
                    process.onExit()
                            .completeOnTimeout(process, LAST_WORDS_MS, TimeUnit.MILLISECONDS)
                            .join();
        }
    }

    private static String now(CompletableFuture<String> text) {
        return text.completeOnTimeout("", LAST_WORDS_MS, TimeUnit.MILLISECONDS).join();
    }

    private static CompletableFuture<String> read(InputStream from) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread _ = Thread.ofVirtual().start(() -> text.complete(readAll(from)));
        return text;
    }

    private static String readAll(InputStream from) {
        try (from) {
            String text = new String(from.readNBytes(OUTPUT_BYTES), StandardCharsets.UTF_8);
            // The rest is read, lest the agent waits for somebody to do so.
            long _ = from.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException killed) {
            return "";
        }
    }

    private static void write(Process process, String input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // An agent that does not read its parameters tells by its exit status what that means.
            return;
        }
    }

    /** The last lines of what it complained about, in one. */
    private static String reason(String complaints) {
        List<String> lines = new ArrayList<>();
        complaints.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        String all = String.join("; ", lines);
        return all.length() <= REASON_CHARACTERS
                ? all
                : "..." + all.substring(all.length() - REASON_CHARACTERS);
    }
}
