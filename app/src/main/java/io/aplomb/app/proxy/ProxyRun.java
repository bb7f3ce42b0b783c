package io.aplomb.app.proxy;

import io.aplomb.app.process.Daemon;
import io.aplomb.app.process.PidFile;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.proxy.HaproxyCommandLine.UsageException;
import io.aplomb.app.proxy.ProxyProgram.Loaded;
import io.aplomb.app.proxy.ProxyProgram.Running;
import io.aplomb.app.proxy.ProxyProgram.Setup;
import io.aplomb.app.proxy.ProxyProgram.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code aplomb proxy}, from its words to its exit code: 0 for a check that found the
 * configuration valid and for every orderly end, 1 for everything else.
 *
 * <p>Blocks the thread that calls {@link #run} until the proxy has ended.
 */
public final class ProxyRun {
    private static final int OK = 0;
    private static final int FAILED = 1;

    /** What {@code -c} answers of a configuration that is right and has nothing to serve. */
    private static final int NOT_STARTABLE = 2;

    /** Why such a configuration does not start. */
    public static final String NO_LISTENER =
            "No enabled listener found (check for 'bind' directives)";

    private final Optional<ProxyProgram> engine;
    private final Map<String, String> environment;
    private final Supplier<ProcessSignals> signals;
    private final PrintStream out;
    private final PrintStream err;
    private final String version;

    /**
     * @param engine what proxies; empty in a build that has none
     * @param signals takes over the signals of the process, called once, before anything is opened
     * @param version the program's own version, for {@code -v}
     */
    public ProxyRun(
            Optional<ProxyProgram> engine,
            Map<String, String> environment,
            Supplier<ProcessSignals> signals,
            PrintStream out,
            PrintStream err,
            String version) {
        this.engine = engine;
        this.environment = Map.copyOf(environment);
        this.signals = signals;
        this.out = out;
        this.err = err;
        this.version = version;
    }

    /** Does what the words after {@code aplomb proxy} say. */
    public int run(List<String> words) {
        Terminal terminal = new Terminal(out, err, version);
        try {
            return run(HaproxyCommandLine.parse(words), terminal);
        } catch (UsageException wrong) {
            terminal.raw("aplomb proxy: " + wrong.getMessage());
            terminal.raw(ProxyUsage.text());
            return FAILED;
        } catch (ConfigurationFiles.MissingException missing) {
            terminal.alert("config : " + missing.getMessage());
            return FAILED;
        }
    }

    private int run(HaproxyArguments arguments, Terminal terminal)
            throws UsageException, ConfigurationFiles.MissingException {
        if (arguments.has(HaproxyOption.VERSION) || arguments.has(HaproxyOption.VERSION_FULL)) {
            ProxyUsage.version(version, arguments.has(HaproxyOption.VERSION_FULL))
                    .forEach(out::println);
            return OK;
        }
        Optional<String> refusal = ProxyUsage.refusal(arguments);
        if (refusal.isPresent()) {
            terminal.alert(refusal.get());
            return FAILED;
        }
        terminal.quiet(arguments.quiet(false));
        if (arguments.files().isEmpty()) {
            throw new UsageException("no configuration file given: use -f FILE");
        }
        Setup setup = setup(arguments);
        if (setup.files().isEmpty()) {
            throw new UsageException("no *.cfg file in " + String.join(", ", arguments.files()));
        }
        ProxyUsage.remarks(arguments).forEach(terminal::warning);
        if (engine.isEmpty()) {
            terminal.alert("the proxy engine is not in this build: nothing was checked or started");
            return FAILED;
        }
        return run(engine.get(), arguments, setup, terminal);
    }

    private Setup setup(HaproxyArguments arguments) throws ConfigurationFiles.MissingException {
        Path directory = Path.of(arguments.directory().orElse("")).toAbsolutePath().normalize();
        return new Setup(
                ConfigurationFiles.expand(arguments.files(), directory),
                directory,
                environment,
                arguments.maxConnections(),
                arguments.defaultMaxConnections(),
                arguments.memoryMb(),
                arguments.peer(),
                arguments.has(HaproxyOption.DEBUG));
    }

    private int run(
            ProxyProgram program, HaproxyArguments arguments, Setup setup, Terminal terminal) {
        Optional<Daemon.Child> child = Daemon.child(environment);
        boolean mayDaemonize =
                child.isEmpty() && !arguments.foreground() && !arguments.has(HaproxyOption.CHECK);
        if (mayDaemonize && arguments.has(HaproxyOption.DAEMON)) {
            return daemonize(terminal); // the child checks the configuration
        }
        Loaded loaded = program.load(setup);
        terminal.quiet(arguments.quiet(loaded.quiet()));
        if (loaded.valid() && mayDaemonize && loaded.daemon()) {
            return daemonize(terminal); // the child shows the notices
        }
        terminal.notices(loaded.notices());
        Optional<String> objection = objection(arguments, loaded);
        if (objection.isPresent()) {
            terminal.alert("config : " + objection.get());
            return FAILED;
        }
        if (arguments.has(HaproxyOption.CHECK)) {
            return checked(loaded, terminal);
        }
        if (!loaded.listens()) {
            terminal.alert(NO_LISTENER + " ! Exiting.");
            return FAILED;
        }
        return serve(loaded, pidFile(arguments, setup, loaded), child, terminal);
    }

    private static int checked(Loaded loaded, Terminal terminal) {
        if (!loaded.listens()) {
            terminal.say(
                    "Configuration file has no error but will not start (no listener) => exit(2).",
                    false);
            return NOT_STARTABLE;
        }
        if (!loaded.notices().isEmpty()) {
            terminal.say("Warnings were found.", false);
        }
        terminal.say("Configuration file is valid", false);
        return OK;
    }

    private static Optional<String> objection(HaproxyArguments arguments, Loaded loaded) {
        if (!loaded.valid()) {
            return Optional.of("Fatal errors found in configuration.");
        }
        boolean warned =
                loaded.notices().stream()
                        .anyMatch(notice -> notice.severity() == ProxyProgram.Severity.WARNING);
        if (warned && arguments.has(HaproxyOption.ZERO_WARNING)) {
            return Optional.of("Some warnings were found and 'zero-warning' is set. Aborting.");
        }
        return Optional.empty();
    }

    private static Optional<Path> pidFile(HaproxyArguments arguments, Setup setup, Loaded loaded) {
        return arguments.pidFile().map(setup.directory()::resolve).or(loaded::pidFile);
    }

    private static int daemonize(Terminal terminal) {
        try {
            return switch (Daemon.launch()) {
                case Daemon.Outcome.Ready _ -> OK;
                case Daemon.Outcome.Failed(String reason) -> {
                    if (!reason.isEmpty()) {
                        terminal.alert(reason);
                    }
                    yield FAILED;
                }
            };
        } catch (IOException refused) {
            terminal.alert("could not go into the background: " + refused);
            return FAILED;
        }
    }

    private int serve(
            Loaded loaded,
            Optional<Path> pidFile,
            Optional<Daemon.Child> child,
            Terminal terminal) {
        ProcessSignals requests = signals.get();
        Running running;
        try {
            running = loaded.start();
        } catch (StartException refused) {
            terminal.alert(String.valueOf(refused.getMessage()));
            return FAILED;
        }
        try {
            if (pidFile.isPresent()) {
                PidFile.write(pidFile.get());
            }
            terminal.notices(running.settle());
            if (child.isPresent()) {
                child.get().ready();
            }
        } catch (StartException | IOException refused) {
            terminal.alert("could not become a server: " + refused.getMessage());
            running.stop();
            return FAILED;
        }
        return new Steering(running, requests, terminal).untilEnd();
    }

    /** The running proxy and what signals ask of it, one request at a time. */
    private record Steering(Running running, ProcessSignals requests, Terminal terminal) {
        private static final Logger LOG = LoggerFactory.getLogger("aplomb.proxy");

        int untilEnd() {
            Thread.ofPlatform().daemon().name("await-end").start(this::reportEnd);
            try {
                while (true) {
                    switch (requests.take()) {
                        case STOP -> {
                            running.stop();
                            return OK;
                        }
                        case DRAIN -> running.drain();
                        case RELOAD -> reload();
                        // What no signal asks of a proxy.
                        case WRITE_DATA, WRITE_STATISTICS -> {}
                        case ENDED -> {
                            return OK;
                        }
                    }
                }
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
                running.stop();
                return FAILED;
            }
        }

        private void reload() {
            ProxyProgram.Reload reload = running.reload();
            terminal.notices(reload.notices());
            if (reload.applied()) {
                LOG.info("configuration reloaded");
            } else {
                LOG.error("new configuration refused, the running one stays");
            }
        }

        private void reportEnd() {
            try {
                running.awaitEnd();
                requests.request(ProcessSignals.Request.ENDED);
            } catch (InterruptedException processEnds) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
