package io.aplomb.app.vrrp;

import io.aplomb.app.process.Daemon;
import io.aplomb.app.process.PidFile;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.vrrp.VrrpArguments.UsageException;
import io.aplomb.base.Diagnostic;
import io.aplomb.control.vip.VrrpNode;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.compile.KeepalivedConfig;
import io.aplomb.formats.keepalived.compile.LoadResult;
import io.aplomb.linux.Capabilities;
import io.aplomb.linux.Capabilities.Capability;
import io.aplomb.model.vrrp.VrrpConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
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
            return run(arguments);
        } catch (UsageException wrong) {
            err.println("aplomb vrrp: " + wrong.getMessage());
            err.println(VrrpUsage.text());
            return FAILED;
        }
    }

    private int run(VrrpArguments arguments) {
        LoadResult loaded = load(arguments);
        for (Diagnostic diagnostic : loaded.diagnostics()) {
            err.println(diagnostic.render());
        }
        VrrpConfig config = loaded.config();
        if (config == null) {
            err.println("aplomb vrrp: the configuration has errors; nothing was started");
            return FAILED;
        }
        List<String> missing = NotYet.in(config);
        missing.forEach(err::println);
        if (!missing.isEmpty()) {
            err.println("aplomb vrrp: nothing was started");
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
        Optional<Daemon.Child> child = Daemon.child(environment);
        if (child.isEmpty() && !arguments.foreground()) {
            return daemonize();
        }
        return serve(config, arguments, child);
    }

    private static LoadResult load(VrrpArguments arguments) {
        LoadOptions usual = LoadOptions.forHost(hostName(), new SecureRandom().nextLong());
        LoadOptions options =
                new LoadOptions(
                        arguments.configId().orElse(usual.configId()),
                        usual.hostName(),
                        usual.randomSeed());
        return KeepalivedConfig.load(arguments.file().toString(), new KeepalivedDisk(), options);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
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

    private int serve(VrrpConfig config, VrrpArguments arguments, Optional<Daemon.Child> child) {
        ProcessSignals requests = signals.get();
        try (VrrpNode _ = VrrpNode.start(config)) {
            if (arguments.pidFile().isPresent()) {
                PidFile.write(arguments.pidFile().get());
            }
            if (child.isPresent()) {
                child.get().ready();
            }
            awaitStop(requests);
            return OK;
        } catch (IOException refused) {
            err.println("aplomb vrrp: " + refused.getMessage());
            return FAILED;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static void awaitStop(ProcessSignals requests) throws InterruptedException {
        while (true) {
            switch (requests.take()) {
                case STOP, ENDED -> {
                    return;
                }
                case RELOAD, DRAIN ->
                        LOG.warn("a reload needs a restart for now; nothing was changed");
            }
        }
    }
}
