package io.aplomb.app;

import io.aplomb.app.cluster.SimulateRun;
import io.aplomb.app.process.ProcessName;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.process.Tether;
import io.aplomb.app.proxy.ProxyRun;
import io.aplomb.app.vrrp.VrrpRun;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;

/** The program {@code aplomb}. */
public final class Main {
    private Main() {}

    /** Runs the command that the words name and ends the process with its exit code. */
    public static void main(String[] words) {
        ProcessName.take(System.getProperty("aplomb.name"));
        Tether.watch(System.getenv());
        System.exit(run(words, System.getenv(), System.out, System.err));
    }

    static int run(
            String[] words, Map<String, String> environment, PrintStream out, PrintStream err) {
        return new CommandLineProgram(
                        proxyWords ->
                                new ProxyRun(
                                                Engine.program(),
                                                environment,
                                                ProcessSignals::install,
                                                out,
                                                err,
                                                ProgramVersion.number())
                                        .run(proxyWords),
                        vrrpWords ->
                                new VrrpRun(environment, ProcessSignals::installForVrrp, out, err)
                                        .run(vrrpWords),
                        simulateWords ->
                                new SimulateRun(environment, System.in, out, err, Instant::now)
                                        .run(simulateWords),
                        out,
                        err)
                .run(words);
    }
}
