package io.aplomb.app.vrrp;

import io.aplomb.app.ProgramVersion;
import io.aplomb.app.engine.HaproxyProgram;
import io.aplomb.app.language.SpokenLanguage;
import io.aplomb.app.process.Daemon;
import io.aplomb.app.process.PidFile;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.vrrp.VrrpArguments.UsageException;
import io.aplomb.control.layer4.Layer4Node;
import io.aplomb.control.vip.VrrpNode;
import io.aplomb.linux.Capabilities;
import io.aplomb.linux.Capabilities.Capability;
import io.aplomb.model.vrrp.VrrpConfig;
import java.io.Closeable;
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
 * One run of {@code aplomb vrrp}, from its words to its exit code: 0 for a check that found the
 * configuration valid and for every orderly end, 1 for everything else. Blocks the calling thread.
 */
public final class VrrpRun {

    private static final Logger LOG = LoggerFactory.getLogger("aplomb.vrrp");
    private static final int OK = 0;
    private static final int FAILED = 1;

    private final Map<String, String> environment;
    private final Supplier<ProcessSignals> signals;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param signals takes over the signals of the process, called once, before anything is opened
     */
    public VrrpRun(
            Map<String, String> environment,
            Supplier<ProcessSignals> signals,
            PrintStream out,
            PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.signals = signals;
        this.out = out;
        this.err = err;
    }

    /** Does what the words after {@code aplomb vrrp} say. */
    public int run(List<String> words) {
        try {
            VrrpArguments arguments = VrrpArguments.parse(words);
            if (arguments.help()) {
                out.println(VrrpUsage.text());
                return OK;
            }
            if (arguments.signal().isPresent()) {
                out.println(SignalNumber.of(arguments.signal().get()));
                return OK;
            }
            return arguments.show() ? show(arguments) : run(arguments);
        } catch (UsageException wrong) {
            err.println("aplomb vrrp: " + wrong.getMessage());
            err.println(VrrpUsage.text());
            return FAILED;
        }
    }

    private int show(VrrpArguments arguments) {
        Path socket = arguments.socketPath();
        try {
            out.print(ReportSocket.ask(socket, arguments.json() ? "json" : "text"));
            out.flush();
            return OK;
        } catch (IOException refused) {
            err.println(
                    "aplomb vrrp: nothing answers at %s: %s; name it with --socket, or with the pid"
                                    .formatted(socket, refused.getMessage())
                            + " file (-p) that the process has");
            return FAILED;
        }
    }

    private int run(VrrpArguments arguments) {
        Optional<Daemon.Child> child = Daemon.child(environment);
        arguments.log().apply(child.isPresent());
        VrrpLoader loader =
                new VrrpLoader(
                        arguments, SpokenLanguage.isFrench(arguments.language(), environment));
        VrrpLoader.Loaded loaded = loader.load();
        // The process that was started by hand has told the terminal before its child told syslog.
        loaded.findings()
                .forEach(
                        child.isPresent()
                                ? finding -> finding.log(LOG)
                                : finding -> err.println(finding.text()));
        if (loaded.config().isEmpty()) {
            err.println("aplomb vrrp: the configuration is refused; nothing was started");
            return FAILED;
        }
        if (arguments.check()) {
            out.println("Configuration file is valid");
            return OK;
        }
        Optional<String> lacking = lacking();
        if (lacking.isPresent()) {
            err.println("aplomb vrrp: " + lacking.get());
            return FAILED;
        }
        if (child.isEmpty() && !arguments.foreground()) {
            return daemonize();
        }
        return serve(loaded, loader, arguments, child);
    }

    /** What this process may not do, in words that help; empty when it may do all. */
    private static Optional<String> lacking() {
        try {
            List<Capability> missing =
                    Capabilities.missing(Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW);
            if (missing.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    "a virtual IP needs %s: run as root, or with AmbientCapabilities=%s in the unit"
                            .formatted(words(missing, " and "), words(missing, " ")));
        } catch (IOException unreadable) {
            return Optional.of("cannot tell this process's rights: " + unreadable.getMessage());
        }
    }

    private static String words(List<Capability> capabilities, String between) {
        return String.join(between, capabilities.stream().map(Enum::name).toList());
    }

    private int daemonize() {
        try {
            return switch (Daemon.launch()) {
                case Daemon.Outcome.Ready _ -> OK;
                case Daemon.Outcome.Failed(String reason) -> {
                    if (!reason.isEmpty()) {
                        err.println("aplomb vrrp: " + reason);
                    }
                    yield FAILED;
                }
            };
        } catch (IOException refused) {
            err.println("aplomb vrrp: could not go into the background: " + refused);
            return FAILED;
        }
    }

    private int serve(
            VrrpLoader.Loaded loaded,
            VrrpLoader loader,
            VrrpArguments arguments,
            Optional<Daemon.Child> child) {
        ProcessSignals requests = signals.get();
        VrrpConfig config = loaded.config().orElseThrow();
        // Who balances is there before the addresses come, and until they have gone.
        try (Layer4Node layer4 = Layer4Node.start(config, loaded.layer4(), proxy());
                VrrpNode node = VrrpNode.start(config, arguments.watchedProxy())) {
            Reports reports = new Reports(node, layer4, temporaryFolder());
            try (var _ = openSocket(arguments, reports);
                    var _ = openMetrics(arguments, reports)) {
                node.onEnd(() -> requests.request(ProcessSignals.Request.ENDED));
                for (Path file : arguments.pidFiles()) {
                    PidFile.write(file);
                }
                if (child.isPresent()) {
                    child.get().ready();
                }
                return new VrrpSteering(node, layer4, loader, requests, reports).untilEnd()
                        ? OK
                        : FAILED;
            }
        } catch (IOException refused) {
            err.println("aplomb vrrp: " + refused.getMessage());
            return FAILED;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Where keepalived writes its files, too. */
    private Path temporaryFolder() {
        return Path.of(environment.getOrDefault("TMPDIR", "/tmp"));
    }

    /** Without it nobody can ask, which is no reason not to run. */
    private static Closeable openSocket(VrrpArguments arguments, Reports reports) {
        try {
            return ReportSocket.open(arguments.socketPath(), reports);
        } catch (IOException refused) {
            LOG.warn("--show will not be answered: {}", refused.getMessage());
            return () -> {};
        }
    }

    private static Closeable openMetrics(VrrpArguments arguments, Reports reports)
            throws IOException {
        if (arguments.metrics().isEmpty()) {
            return () -> {};
        }
        return MetricsPage.open(arguments.metrics().get(), reports);
    }

    private ProxyTables proxy() {
        return new ProxyTables(new HaproxyProgram(ProgramVersion.number()), environment);
    }
}
