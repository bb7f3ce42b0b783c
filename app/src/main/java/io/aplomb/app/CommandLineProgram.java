package io.aplomb.app;

import io.aplomb.app.cluster.ExplainCommand;
import io.aplomb.app.cluster.SimulateUsage;
import io.aplomb.app.demo.DemoCommand;
import io.aplomb.app.logging.LogFormat;
import io.aplomb.app.logging.Logging;
import io.aplomb.app.proxy.ProxyUsage;
import io.aplomb.app.vrrp.VrrpUsage;
import io.aplomb.lab.demo.DemoCommands;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * and those after {@code simulate} crm_simulate's, not picocli's ({@code -db} is one option), so
 * they are cut off before picocli sees them; picocli knows these commands for help and completion
 * only. Commands are described by calls, not annotations: reading annotations costs a tenth of the
 * start.
 */
final class CommandLineProgram {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final String PROXY = "proxy";
    private static final String VRRP = "vrrp";
    private static final String SIMULATE = "simulate";
    private static final String COMPLETION = "completion";
    private static final String LOG_FORMAT = "--log-format";

    private final ToIntFunction<List<String>> proxy;
    private final ToIntFunction<List<String>> vrrp;
    private final ToIntFunction<List<String>> simulate;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param proxy runs {@code aplomb proxy} on the words after it and answers the exit code
     * @param vrrp likewise {@code aplomb vrrp}
     * @param simulate likewise {@code aplomb simulate}
     */
    CommandLineProgram(
            ToIntFunction<List<String>> proxy,
            ToIntFunction<List<String>> vrrp,
            ToIntFunction<List<String>> simulate,
            PrintStream out,
            PrintStream err) {
        this.proxy = proxy;
        this.vrrp = vrrp;
        this.simulate = simulate;
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
    private static int foreignWord(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals(LOG_FORMAT)) {
                i++;
            } else if (!words[i].startsWith("-")) {
                return List.of(PROXY, VRRP, SIMULATE).contains(words[i]) ? i : -1;
            }
        }
        return -1;
    }

    private int foreign(String command, List<String> words) {
        return switch (command) {
            case VRRP -> vrrp.applyAsInt(words);
            case SIMULATE -> simulate.applyAsInt(words);
            default -> proxy(words);
        };
    }

    private CommandLine commandLine(List<String> foreignWords) {
        CommandSpec root = root();
        Map<String, ToIntFunction<ParseResult>> actions =
                Map.of(
                        PROXY,
                        _ -> proxy(foreignWords),
                        VRRP,
                        _ -> vrrp.applyAsInt(foreignWords),
                        SIMULATE,
                        _ -> simulate.applyAsInt(foreignWords),
                        ExplainCommand.NAME,
                        command -> new ExplainCommand(out, err).run(command),
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
        root.addSubcommand(PROXY, failingWithOne(proxyCommand()));
        root.addSubcommand(VRRP, failingWithOne(vrrpCommand()));
        root.addSubcommand(SIMULATE, failingWithOne(simulateCommand()));
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

    private int proxy(List<String> words) {
        if (words.equals(List.of("--help")) || words.equals(List.of("-h"))) {
            out.println(ProxyUsage.text());
            return OK;
        }
        return proxy.applyAsInt(words);
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

    private static CommandSpec proxyCommand() {
        CommandSpec command = CommandSpec.create().name(PROXY);
        command.usageMessage()
                .description(
                        "The load balancer: takes the command line and the configuration of HAProxy.");
        for (String name : ProxyUsage.optionNames()) {
            command.addOption(OptionSpec.builder(name).arity("0").build());
        }
        return command;
    }

    private static CommandSpec vrrpCommand() {
        CommandSpec command = CommandSpec.create().name(VRRP);
        command.usageMessage()
                .description(
                        "The virtual IP: takes the command line and the configuration of keepalived.");
        for (String name : VrrpUsage.OPTIONS) {
            command.addOption(OptionSpec.builder(name).arity("0").build());
        }
        return command;
    }

    private static CommandSpec simulateCommand() {
        CommandSpec command = CommandSpec.create().name(SIMULATE);
        command.usageMessage().description(SimulateUsage.ABOUT);
        for (String name : SimulateUsage.optionNames()) {
            command.addOption(OptionSpec.builder(name).arity("0").build());
        }
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
}
