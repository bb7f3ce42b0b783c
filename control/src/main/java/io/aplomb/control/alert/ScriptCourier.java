package io.aplomb.control.alert;

import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.Recipient;
import io.aplomb.cluster.alert.ScriptEnvironment;
import io.aplomb.linux.Accounts;
import io.aplomb.linux.Processes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs alert scripts as Pacemaker does: all in the environment, no arguments, nothing on standard
 * input; what takes longer than its time is killed with all it started.
 */
final class ScriptCourier implements Courier {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptCourier.class);

    /** Pacemaker's alerts run as this user. */
    private static final String PACEMAKERS = "hacluster";

    /** What Pacemaker's behaviour is: scripts ask whether it is at least 1.1.15. */
    private static final String VERSION = "2.1.5";

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int OUTPUT_BYTES = 2048;
    private static final long LAST_WORDS_MS = 200;

    private final List<String> become;

    /** Runs them as the user of Pacemaker, where there is one, else as this process's. */
    ScriptCourier() {
        this(Accounts.user(PACEMAKERS));
    }

    /**
     * @param user as whom they run; empty for this process's own
     */
    ScriptCourier(Optional<Accounts.User> user) {
        boolean other = user.isPresent() && Processes.getuid() == 0;
        // setpriv(1) becomes the script: no process stays between
        this.become =
                other
                        ? List.of(
                                "setpriv",
                                "--reuid=" + user.get().id(),
                                "--regid=" + user.get().group(),
                                "--init-groups",
                                "--")
                        : List.of();
    }

    @Override
    public int retries() {
        return 0;
    }

    @Override
    public void deliver(Recipient recipient, Message message, Sender sender)
            throws UndeliveredException, InterruptedException {
        List<String> words = new ArrayList<>(become);
        words.add(recipient.path());
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(new File("/"))
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("APLOMB_alert_cluster", sender.cluster());
        environment.putAll(
                ScriptEnvironment.of(
                        message,
                        recipient,
                        VERSION,
                        sender.text(recipient, message),
                        sender.zone()));
        try {
            await(recipient, builder.start());
        } catch (IOException refused) {
            throw new UndeliveredException(String.valueOf(refused.getMessage()), true);
        }
    }

    private static void await(Recipient recipient, Process process)
            throws UndeliveredException, InterruptedException {
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread _ =
                Thread.ofVirtual().start(() -> output.complete(printed(process.getInputStream())));
        try {
            if (!process.waitFor(recipient.timeoutMs(), TimeUnit.MILLISECONDS)) {
                throw new UndeliveredException(
                        "killed after " + recipient.timeoutMs() + " ms", true);
            }
            // what it started may hold its output open: that is not waited for
            String said =
                    output.completeOnTimeout("", LAST_WORDS_MS, TimeUnit.MILLISECONDS)
                            .join()
                            .strip();
            if (process.exitValue() != 0) {
                throw new UndeliveredException(
                        "exit status %d%s"
                                .formatted(process.exitValue(), said.isEmpty() ? "" : ": " + said),
                        true);
            }
            if (!said.isEmpty()) {
                LOG.info("alert {}: {}", recipient.key(), said);
            }
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String printed(InputStream from) {
        try (from) {
            String text = new String(from.readNBytes(OUTPUT_BYTES), StandardCharsets.UTF_8);
            // the rest is read, lest the script waits for somebody to do so
            long _ = from.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException killed) {
            return "";
        }
    }
}
