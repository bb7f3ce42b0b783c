package io.aplomb.control.vip;

import io.aplomb.linux.Processes;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the configuration's scripts as the users they name, without a shell in between. What they
 * print is thrown away, as keepalived does. Safe for many threads; each call waits on its own.
 */
public final class ScriptRunner {

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int ROOT = 0;

    private final @Nullable ScriptUser defaultUser;

    /**
     * @param defaultUser of scripts that name nobody; null for this process's own
     */
    public ScriptRunner(@Nullable ScriptUser defaultUser) {
        this.defaultUser = defaultUser;
    }

    /** How a run ended. */
    public sealed interface Outcome {

        boolean isSuccess();

        /** For people. */
        String text();

        /** It ended by itself. */
        record Ended(int status) implements Outcome {
            @Override
            public boolean isSuccess() {
                return status == 0;
            }

            @Override
            public String text() {
                return "exit status " + status;
            }
        }

        /** It took too long and was killed. */
        record TimedOut(long limitNs) implements Outcome {
            @Override
            public boolean isSuccess() {
                return false;
            }

            @Override
            public String text() {
                return "not done after " + TimeUnit.NANOSECONDS.toMillis(limitNs) + " ms";
            }
        }

        /** It could not be started. */
        record NotStarted(String reason) implements Outcome {
            @Override
            public boolean isSuccess() {
                return false;
            }

            @Override
            public String text() {
                return reason;
            }
        }
    }

    /**
     * Runs a script and waits for its end.
     *
     * @param limitNs after which it and what it started are killed
     */
    public Outcome run(Script script, long limitNs, String... moreArguments)
            throws InterruptedException {
        Process process;
        try {
            process = start(script, moreArguments);
        } catch (IOException refused) {
            return new Outcome.NotStarted(String.valueOf(refused.getMessage()));
        }
        try {
            if (process.waitFor(limitNs, TimeUnit.NANOSECONDS)) {
                return new Outcome.Ended(process.exitValue());
            }
            return new Outcome.TimedOut(limitNs);
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private Process start(Script script, String... moreArguments) throws IOException {
        List<String> words = new ArrayList<>(asUser(script.user()));
        words.addAll(script.words());
        words.addAll(List.of(moreArguments));
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", PATH);
        return builder.start();
    }

    /**
     * setpriv(1) of util-linux changes the user and becomes the script: no process stays between.
     */
    private List<String> asUser(@Nullable ScriptUser named) {
        ScriptUser user = named == null ? defaultUser : named;
        if (user == null || Processes.getuid() != ROOT || user.user().equals("root")) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=" + user.user()));
        String group = user.group();
        words.add("--regid=" + (group == null ? user.user() : group));
        words.add("--init-groups");
        words.add("--");
        return words;
    }
}
