package io.aplomb.app;

import io.aplomb.app.cluster.ExplainCommand;
import io.aplomb.app.cluster.SimulateUsage;
import io.aplomb.app.cluster.client.ClusterRun;
import io.aplomb.app.cluster.daemon.DaemonRun;
import io.aplomb.app.cluster.programs.ClusterUsage;
import io.aplomb.app.cluster.programs.LinksCommand;
import io.aplomb.app.demo.DemoCommand;
import io.aplomb.app.logging.LogFormat;
import io.aplomb.app.logging.Logging;
import io.aplomb.app.proxy.ProxyUsage;
import io.aplomb.app.vrrp.VrrpUsage;
import io.aplomb.lab.demo.DemoCommands;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line: its commands, their help, the completion of the shell. Bad words give exit code
 * 1.
 *
 * <p>The words after {@code proxy} are HAProxy's language, those after {@code vrrp} keepalived's,
 * those after {@code simulate} crm_simulate's, and those after {@code resource} and its like pcs's,
 * not picocli's ({@code -db} is one option), so they are cut off before picocli sees them; picocli
 * knows these commands for help and completion only. Commands are described by calls, not
 * annotations: reading annotations costs a tenth of the start.
 */
final class CommandLineProgram {
    private static final int OK = 0;
    private static final int FAILED = 1;
    static final String PROXY = "proxy";
    static final String VRRP = "vrrp";
    static final String SIMULATE = "simulate";
    private static final String STATE = "--state";
    private static final String COMPLETION = "completion";
    private static final String LOG_FORMAT = "--log-format";

    private final Map<String, ToIntFunction<List<String>>> foreign;
    private final ToIntFunction<String> daemon;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param foreign commands with a grammar of their own: run on the words after them, they answer
     *     the exit code
     * @param daemon runs {@code aplomb daemon} on a state directory, empty for the usual one
     */
    CommandLineProgram(
            Map<String, ToIntFunction<List<String>>> foreign,
            ToIntFunction<String> daemon,
            PrintStream out,
            PrintStream err) {
        this.foreign = new TreeMap<>(foreign);
        this.daemon = daemon;
        this.out = out;
        this.err = err;
    }

    int run(String... words) {
        List<String> all = Arrays.asList(words);
        int cut = foreignWord(words);
        if (cut < 0) {
            return commandLine(List.of()).execute(words);
        }
        if (cut == 0) {
            // The starts that matter do not load picocli.
            return foreign(words[0], all.subList(1, words.length));
        }
        return commandLine(all.subList(cut + 1, words.length))
                .execute(Arrays.copyOf(words, cut + 1));
    }

    /**
     * Where a command with a grammar of its own stands; -1 when another command, or none, comes
     * first.
     */
    private int foreignWord(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals(LOG_FORMAT)) {
                i++;
            } else if (!words[i].startsWith("-")) {
                return foreign.containsKey(words[i]) ? i : -1;
            }
        }
        return -1;
    }

    private int foreign(String command, List<String> words) {
        boolean help = words.equals(List.of("--help")) || words.equals(List.of("-h"));
        if (command.equals(PROXY) && help) {
            out.println(ProxyUsage.text());
            return OK;
        }
        return Objects.requireNonNull(foreign.get(command)).applyAsInt(words);
    }

    private CommandLine commandLine(List<String> foreignWords) {
        CommandSpec root = root();
        Map<String, ToIntFunction<ParseResult>> actions = new HashMap<>();
        foreign.keySet().forEach(name -> actions.put(name, _ -> foreign(name, foreignWords)));
        actions.putAll(ownActions(root));
        foreign.keySet()
                .forEach(name -> root.addSubcommand(name, failingWithOne(foreignSpec(name))));
        root.addSubcommand(DaemonRun.NAME, failingWithOne(daemonCommand()));
        root.addSubcommand(LinksCommand.NAME, failingWithOne(LinksCommand.spec()));
        root.addSubcommand(ExplainCommand.NAME, failingWithOne(ExplainCommand.spec()));
        root.addSubcommand(COMPLETION, failingWithOne(completionCommand()));
        root.addSubcommand(DemoCommand.NAME, failingWithOne(DemoCommand.spec()));
        root.addSubcommand(DemoCommands.SERVER, failingWithOne(DemoCommand.serverSpec()));
        root.addSubcommand(DemoCommands.TAKEOVER, failingWithOne(DemoCommand.takeoverSpec()));
        root.addSubcommand(DemoCommands.LOOPBACK_ROUTER, failingWithOne(DemoCommand.routerSpec()));

        CommandLine line = new CommandLine(root);
        line.setExecutionStrategy(result -> execute(result, actions));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setOut(new PrintWriter(out, true, out.charset()));
        line.setErr(new PrintWriter(err, true, err.charset()));
        return line;
    }

    private Map<String, ToIntFunction<ParseResult>> ownActions(CommandSpec root) {
        return Map.of(
                DaemonRun.NAME,
                command -> daemon.applyAsInt(command.matchedOptionValue(STATE, "")),
                LinksCommand.NAME,
                command -> new LinksCommand(out, err).run(command),
                ExplainCommand.NAME,
                command -> new ExplainCommand(out, err, this::liveBase).run(command),
                COMPLETION,
                command -> completion(root, command),
                DemoCommand.NAME,
                command -> new DemoCommand(out, err).play(command),
                DemoCommands.SERVER,
                command -> new DemoCommand(out, err).serve(command),
                DemoCommands.TAKEOVER,
                command -> new DemoCommand(out, err).takeOver(command),
                DemoCommands.LOOPBACK_ROUTER,
                command -> new DemoCommand(out, err).route(command));
    }

    private static int execute(
            ParseResult result, Map<String, ToIntFunction<ParseResult>> actions) {
        Integer helped = CommandLine.executeHelpRequest(result);
        if (helped != null) {
            return helped;
        }
        Logging.use(result.matchedOptionValue(LOG_FORMAT, LogFormat.HUMAN));
        if (!result.hasSubcommand()) {
            throw new ParameterException(
                    result.commandSpec().commandLine(), "Name a command, one of those below.");
        }
        ParseResult command = result.subcommand();
        return Objects.requireNonNull(actions.get(command.commandSpec().name()))
                .applyAsInt(command);
    }

    private int completion(CommandSpec root, ParseResult command) {
        // One script serves both shells: zsh reads it by bashcompinit, which the script loads
        // itself.
        Shell _ = command.matchedPositionalValue(0, Shell.BASH);
        out.print(AutoComplete.bash("aplomb", new CommandLine(root)));
        out.flush();
        return OK;
    }

    private static CommandSpec root() {
        CommandSpec root =
                CommandSpec.create()
                        .name("aplomb")
                        .version("aplomb " + ProgramVersion.number())
                        .addOption(
                                OptionSpec.builder(LOG_FORMAT)
                                        .type(LogFormat.class)
                                        .paramLabel("human|json")
                                        .description(
                                                "How log lines look on standard error (default: human).")
                                        .build())
                        .addOption(
                                OptionSpec.builder("--version")
                                        .versionHelp(true)
                                        .description("Print the version and end.")
                                        .build())
                        .addOption(
                                OptionSpec.builder("-h", "--help")
                                        .usageHelp(true)
                                        .description("Print this text and end.")
                                        .build());
        root.usageMessage()
                .description("One program that keeps a service standing.")
                .synopsisSubcommandLabel("COMMAND");
        return failingWithOne(root);
    }

    private static CommandSpec foreignSpec(String name) {
        return switch (name) {
            case PROXY ->
                    foreignSpec(
                            name,
                            "The load balancer: takes the command line and the configuration of"
                                    + " HAProxy.",
                            ProxyUsage.optionNames());
            case VRRP ->
                    foreignSpec(
                            name,
                            "The virtual IP: takes the command line and the configuration of"
                                    + " keepalived.",
                            VrrpUsage.OPTIONS);
            case SIMULATE -> foreignSpec(name, SimulateUsage.ABOUT, SimulateUsage.optionNames());
            default -> foreignSpec(name, ClusterUsage.about(name), List.of());
        };
    }

    private static CommandSpec foreignSpec(String name, String about, List<String> options) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(about).hidden(ClusterUsage.isHidden(name));
        for (String option : options) {
            command.addOption(OptionSpec.builder(option).arity("0").build());
        }
        return command;
    }

    private static CommandSpec daemonCommand() {
        CommandSpec command = CommandSpec.create().name(DaemonRun.NAME);
        command.usageMessage().description(DaemonRun.ABOUT);
        command.addOption(
                OptionSpec.builder(STATE)
                        .type(String.class)
                        .arity("1")
                        .paramLabel("DIR")
                        .description(
                                "Where it keeps what it must not forget (default: $APLOMB_STATE, else"
                                        + " /var/lib/aplomb/cluster).")
                        .build());
        return command;
    }

    private static CommandSpec completionCommand() {
        CommandSpec command = CommandSpec.create().name(COMPLETION);
        command.usageMessage()
                .description(
                        "Print the completion script of a shell, for: source <(aplomb completion bash)");
        command.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .type(Shell.class)
                        .paramLabel("bash|zsh")
                        .description("The shell (default: bash).")
                        .build());
        return command;
    }

    private static CommandSpec failingWithOne(CommandSpec command) {
        command.exitCodeOnInvalidInput(FAILED);
        command.exitCodeOnExecutionException(FAILED);
        return command;
    }

    private enum Shell {
        BASH,
        ZSH
    }

    /** As {@code pcs cluster cib} prints it. */
    private Optional<byte[]> liveBase() {
        ByteArrayOutputStream base = new ByteArrayOutputStream();
        PrintStream into = new PrintStream(base, false, StandardCharsets.UTF_8);
        int code =
                new ClusterRun(
                                System.getenv(),
                                InputStream.nullInputStream(),
                                into,
                                err,
                                Engine.agents(System.getenv()))
                        .run("pcs", List.of("cluster", "cib"));
        into.flush();
        return code == 0 ? Optional.of(base.toByteArray()) : Optional.empty();
    }
}
