package io.aplomb.app.cluster;

import io.aplomb.app.language.SpokenLanguage;
import io.aplomb.cluster.explain.Explanation;
import io.aplomb.cluster.explain.Language;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code aplomb explain RESOURCE|NODE -x cib.xml [-t TIME] [--lang fr]}. */
public final class ExplainCommand {

    public static final String NAME = "explain";

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final String FILE = "-x";
    private static final String TIME = "-t";
    private static final String LANGUAGE = "--lang";

    private final PrintStream out;
    private final PrintStream err;
    private final LiveBase live;

    /** The information base of the cluster that this machine belongs to. */
    public interface LiveBase {
        /** Its text; empty where there is none, and why was told. */
        Optional<byte[]> read();
    }

    /**
     * @param live is asked where no file is named
     */
    public ExplainCommand(PrintStream out, PrintStream err, LiveBase live) {
        this.out = out;
        this.err = err;
        this.live = live;
    }

    /** What the command line accepts. */
    public static CommandSpec spec() {
        CommandSpec command = CommandSpec.create().name(NAME);
        command.usageMessage()
                .description(
                        "Tells why a resource is where it is, or what may run on a node, and what"
                                + " would change it.");
        command.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .type(String.class)
                        .paramLabel("RESOURCE|NODE")
                        .build());
        command.addOption(
                text(
                                FILE,
                                "CIB.XML",
                                "--xml-file",
                                "The cluster information base; the running cluster's if not given.")
                        .build());
        command.addOption(
                text(TIME, "TIME", "--set-datetime", "As if it were this time, as ISO 8601 has it.")
                        .build());
        command.addOption(
                OptionSpec.builder(LANGUAGE)
                        .type(String.class)
                        .arity("1")
                        .paramLabel("en|fr")
                        .description("The language; the environment's if not given.")
                        .build());
        return command;
    }

    private static OptionSpec.Builder text(
            String letter, String label, String word, String description) {
        return OptionSpec.builder(letter, word)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description);
    }

    /** Tells; the exit code is 1 where the state or the name is no good. */
    public int run(ParseResult command) {
        try {
            Optional<byte[]> base = Optional.empty();
            if (command.matchedOptionValue(FILE, "").isEmpty()) {
                base = live.read();
                if (base.isEmpty()) {
                    return FAILED;
                }
            }
            Simulator.State state = state(command, base);
            String name = command.matchedPositionalValue(0, "");
            Optional<String> told =
                    Explanation.of(state.cib(), state.time().now(), name, language(command));
            if (told.isEmpty()) {
                return failed("there is no resource and no node '" + name + "' in this state");
            }
            out.print(told.get());
            out.flush();
            return OK;
        } catch (SimulateArguments.BadWords | Simulator.Refused refused) {
            return failed(String.valueOf(refused.getMessage()));
        }
    }

    private static Simulator.State state(ParseResult command, Optional<byte[]> base)
            throws SimulateArguments.BadWords, Simulator.Refused {
        List<String> words = new ArrayList<>();
        base.ifPresent(_ -> words.add("-p"));
        for (String option : List.of(FILE, TIME, LANGUAGE)) {
            String value = command.matchedOptionValue(option, "");
            if (!value.isEmpty()) {
                words.add(option);
                words.add(value);
            }
        }
        return new Simulator(
                        new ByteArrayInputStream(base.orElseGet(() -> new byte[0])), Instant::now)
                .read(SimulateArguments.parse(words));
    }

    private int failed(String message) {
        err.print("aplomb explain: " + message + '\n');
        err.flush();
        return FAILED;
    }

    private static Language language(ParseResult command) {
        Optional<String> asked = Optional.ofNullable(command.matchedOptionValue(LANGUAGE, null));
        return SpokenLanguage.isFrench(asked, System.getenv()) ? Language.FRENCH : Language.ENGLISH;
    }
}
