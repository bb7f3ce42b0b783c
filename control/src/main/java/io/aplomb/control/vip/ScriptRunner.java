package io.aplomb.control.vip;

import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the configuration's scripts as the users they name, without a shell in between. What they
 * print is thrown away, as keepalived does. Safe for many threads; each call waits on its own.
 */
public final class ScriptRunner {

    private final ScriptRules rules;

    /** Users are looked up once, lest a directory server that is away makes a check fail. */
    private final Map<Script, Optional<ScriptRules.Identity>> identities =
            new ConcurrentHashMap<>();

    /**
     * @param defaultUser of scripts that name nobody; null for {@code keepalived_script} if that
     *     user exists, else this process's own
     * @param security whether nothing runs as root that others can change
     */
    public ScriptRunner(@Nullable ScriptUser defaultUser, boolean security) {
        this.rules = new ScriptRules(defaultUser, security);
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
        Optional<ScriptRules.Identity> who = identity(script);
        Optional<String> objection = rules.objection(script, who);
        if (objection.isPresent()) {
            throw new IOException(objection.get());
        }
        List<String> words = new ArrayList<>(who.map(ScriptRunner::become).orElse(List.of()));
        words.addAll(script.words());
        words.addAll(List.of(moreArguments));
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", ScriptRules.PATH);
        return builder.start();
    }

    private Optional<ScriptRules.Identity> identity(Script script) throws IOException {
        Optional<ScriptRules.Identity> known = identities.get(script);
        if (known == null) {
            known = rules.identity(script);
            identities.put(script, known);
        }
        return known;
    }

    /**
     * setpriv(1) of util-linux changes the user and becomes the script: no process stays between.
     */
    private static List<String> become(ScriptRules.Identity who) {
        return who.equals(ScriptRules.Identity.ROOT)
                ? List.of()
                : List.of(
                        "setpriv",
                        "--reuid=" + who.user(),
                        "--regid=" + who.group(),
                        "--init-groups",
                        "--");
    }
}
