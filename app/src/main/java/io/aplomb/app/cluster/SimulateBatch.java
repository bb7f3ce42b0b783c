package io.aplomb.app.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many simulations in one process: a line {@code xml TAB output-file TAB arguments} each, answered
 * by a line each, in order.
 *
 * <p>The answer is {@code ok TAB xml} once the output is written, else {@code error: why TAB xml};
 * a bad line never ends the process. For one thread.
 */
final class SimulateBatch {
    private static final Logger LOG = LoggerFactory.getLogger(SimulateBatch.class);
    private static final int FIELDS = 3;

    private final Simulator simulator;
    private final PrintStream out;

    SimulateBatch(Simulator simulator, PrintStream out) {
        this.simulator = simulator;
        this.out = out;
    }

    /** Answers each line; ends with the input. */
    void run(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                out.print(answer(line) + '\n');
                out.flush();
            }
        }
    }

    private String answer(String line) {
        String[] fields = line.split("\t", FIELDS);
        String xml = fields[0];
        if (fields.length < 2 || fields[1].isBlank()) {
            return "error: a line is: xml TAB output-file TAB arguments\t" + xml;
        }
        try {
            List<String> words = fields.length < FIELDS ? List.of() : ShellWords.of(fields[2]);
            SimulateArguments arguments = SimulateArguments.parse(words).reading(xml);
            Simulator.write(fields[1], simulator.run(arguments).text());
            return "ok\t" + xml;
        } catch (Simulator.Refused | SimulateArguments.BadWords refused) {
            return "error: " + inOneLine(refused.getMessage()) + '\t' + xml;
        } catch (RuntimeException | StackOverflowError bug) {
            // the other lines are worth their answers; what happened here is told where bugs are
            LOG.error("{}: a defect of this program", xml, bug);
            return "error: a defect of this program: " + inOneLine(bug.toString()) + '\t' + xml;
        }
    }

    private static String inOneLine(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " | ").replace('\t', ' ');
    }
}
