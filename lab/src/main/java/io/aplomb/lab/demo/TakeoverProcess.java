package io.aplomb.lab.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays the {@link Takeover} in a process that is root of a user namespace of its own, with a
 * network of its own: so an ordinary user sees real VRRP on real interfaces, and nothing of it
 * touches the machine.
 */
final class TakeoverProcess {

    private static final List<String> ISOLATED =
            List.of("unshare", "--user", "--map-root-user", "--net");

    private TakeoverProcess() {}

    /** Why it cannot be played here, in plain words; empty when it can. */
    static Optional<String> obstacle() throws InterruptedException {
        List<String> trial = new ArrayList<>(ISOLATED);
        trial.addAll(List.of("ip", "link", "add", "trial", "type", "bridge"));
        try {
            Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
            String said;
            try (var output = process.getInputStream()) {
                said = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    /**
     * Plays it, each line told as it comes.
     *
     * @return whether all went as it must
     */
    static boolean play(Program program, Story story) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ISOLATED);
        command.addAll(
                program.with(List.of(DemoCommands.TAKEOVER, Long.toString(story.startNs()))));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(DemoCommands.TETHER, "yes");
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                story.line(line);
            }
            return process.waitFor() == 0;
        } finally {
            process.destroy();
        }
    }
}
