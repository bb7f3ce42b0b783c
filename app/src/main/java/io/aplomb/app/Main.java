package io.aplomb.app;

import io.aplomb.app.cluster.SimulateRun;
import io.aplomb.app.cluster.client.ClusterRun;
import io.aplomb.app.cluster.programs.ClusterUsage;
import io.aplomb.app.process.ProcessName;
import io.aplomb.app.process.ProcessSignals;
import io.aplomb.app.process.Tether;
import io.aplomb.app.proxy.ProxyRun;
import io.aplomb.app.vrrp.VrrpRun;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

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
                        foreign(environment, out, err),
                        directory -> Engine.daemon(environment, err, directory),
                        out,
                        err)
                .run(words);
    }

    private static Map<String, ToIntFunction<List<String>>> foreign(
            Map<String, String> environment, PrintStream out, PrintStream err) {
        Map<String, ToIntFunction<List<String>>> commands = new HashMap<>();
        commands.put(
                CommandLineProgram.PROXY,
                words ->
                        new ProxyRun(
                                        Engine.program(),
                                        environment,
                                        ProcessSignals::install,
                                        out,
                                        err,
                                        ProgramVersion.number())
                                .run(words));
        commands.put(
                CommandLineProgram.VRRP,
                words ->
                        new VrrpRun(environment, ProcessSignals::installForVrrp, out, err)
                                .run(words));
        commands.put(
                CommandLineProgram.SIMULATE,
                words ->
                        new SimulateRun(environment, System.in, out, err, Instant::now).run(words));
        for (String program : ClusterUsage.programs()) {
            commands.put(program, words -> clusterRun(environment, out, err).run(program, words));
        }
        for (String word : ClusterUsage.pcsWords()) {
            commands.put(
                    word,
                    words -> {
                        List<String> all = new ArrayList<>(words);
                        all.addFirst(word);
                        return clusterRun(environment, out, err).run("pcs", all);
                    });
        }
        return commands;
    }

    private static ClusterRun clusterRun(
            Map<String, String> environment, PrintStream out, PrintStream err) {
        return new ClusterRun(environment, System.in, out, err, Engine.agents(environment));
    }
}
