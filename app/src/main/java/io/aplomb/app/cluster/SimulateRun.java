package io.aplomb.app.cluster;

import io.aplomb.app.language.SpokenLanguage;
import io.aplomb.cluster.simulate.LossPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code aplomb simulate} on the words after it. */
public final class SimulateRun {
    private static final int OK = 0;
    private static final int FAILED = 1;

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Instant> clock;

    /**
     * @param environment for the language of --plan
     * @param clock for states without a date of their own
     */
    public SimulateRun(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Supplier<Instant> clock) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /** Runs; 0 where all went well, 1 for bad words or a bad state, said on standard error. */
    public int run(List<String> words) {
        try {
            return run(SimulateArguments.parse(words));
        } catch (SimulateArguments.BadWords bad) {
            return failed(bad.getMessage() + "\nsee: aplomb simulate --help");
        } catch (Simulator.Refused refused) {
            return failed(refused.getMessage());
        } catch (IOException gone) {
            return failed("cannot read standard input: " + gone.getMessage());
        }
    }

    private int failed(@org.jspecify.annotations.Nullable String message) {
        err.print("aplomb simulate: " + message + '\n');
        err.flush();
        return FAILED;
    }

    private int run(SimulateArguments arguments) throws Simulator.Refused, IOException {
        Simulator simulator = new Simulator(in, clock);
        if (arguments.has(SimulateOption.HELP)) {
            out.print(SimulateUsage.text() + '\n');
        } else if (arguments.has(SimulateOption.BATCH)) {
            new SimulateBatch(simulator, out)
                    .run(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } else if (arguments.has(SimulateOption.PLAN)) {
            Simulator.State state = simulator.read(arguments);
            err.print(state.warnings());
            err.flush();
            out.print(
                    PlanTable.of(
                            LossPlan.of(state.cib(), state.time().now()),
                            SpokenLanguage.isFrench(
                                    arguments.value(SimulateOption.LANGUAGE), environment)));
        } else {
            Simulator.Printed printed = simulator.run(arguments);
            err.print(printed.warnings());
            err.flush();
            out.print(printed.text());
        }
        out.flush();
        return OK;
    }
}
