package io.aplomb.app.demo;

import io.aplomb.lab.demo.Demo;
import io.aplomb.lab.demo.DemoCommands;
import io.aplomb.lab.demo.LoopbackRouterProcess;
import io.aplomb.lab.demo.Program;
import io.aplomb.lab.demo.Takeover;
import io.aplomb.lab.demo.WebServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code aplomb demo [--once]}, and the application server process it starts. */
public final class DemoCommand {

    public static final String NAME = "demo";

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final String ONCE = "--once";

    private final PrintStream out;
    private final PrintStream err;

    public DemoCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** What the command line accepts. */
    public static CommandSpec spec() {
        CommandSpec command = CommandSpec.create().name(NAME);
        command.usageMessage()
                .description(
                        "Starts three application servers and two load balancers on loopback"
                                + " addresses, kills a server under load, and tells what happened.");
        command.addOption(
                OptionSpec.builder(ONCE)
                        .type(boolean.class)
                        .arity("0")
                        .description(
                                "Play once and end: exit 0 when all went as it must, 1 if not.")
                        .build());
        return command;
    }

    public static CommandSpec serverSpec() {
        return hidden(DemoCommands.SERVER, "NAME ADDRESS PORT", 3);
    }

    /** Plays; the exit code says whether all went as it must. */
    public int play(ParseResult command) {
        try {
            return new Demo(thisProgram(), out).run(command.hasMatchedOption(ONCE)) ? OK : FAILED;
        } catch (IOException failure) {
            err.println("aplomb demo: " + failure.getMessage());
            return FAILED;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Not for people. */
    public static CommandSpec takeoverSpec() {
        CommandSpec command = CommandSpec.create().name(DemoCommands.TAKEOVER);
        command.usageMessage().hidden(true);
        command.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .type(long.class)
                        .paramLabel("START_NS")
                        .build());
        return command;
    }

    /** Plays the part of the virtual IP. */
    public int takeOver(ParseResult command) {
        long startNs = command.matchedPositionalValue(0, 0L);
        try {
            return new Takeover(thisProgram(), out, startNs).play() ? OK : FAILED;
        } catch (IOException failure) {
            err.println("aplomb demo: " + failure.getMessage());
            return FAILED;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Not for people. */
    public static CommandSpec routerSpec() {
        return hidden(DemoCommands.LOOPBACK_ROUTER, "NAME PRIORITY OWN PEER VIRTUAL PORT", 6);
    }

    private static CommandSpec hidden(String name, String words, int count) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().hidden(true);
        command.addPositional(
                PositionalParamSpec.builder()
                        .index("0.." + (count - 1))
                        .arity(Integer.toString(count))
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel(words)
                        .build());
        return command;
    }

    /** Is a virtual router until the process is ended. */
    public int route(ParseResult command) {
        List<String> words = command.matchedPositionalValue(0, List.of());
        try {
            LoopbackRouterProcess.run(
                    words.get(0),
                    Integer.parseInt(words.get(1)),
                    words.get(2),
                    words.get(3),
                    words.get(4),
                    Integer.parseInt(words.get(5)));
            return OK;
        } catch (IOException failure) {
            err.println("aplomb demo-router: " + failure.getMessage());
            return FAILED;
        }
    }

    /** Serves until the process is ended. */
    public int serve(ParseResult command) {
        List<String> words = command.matchedPositionalValue(0, List.of());
        try {
            WebServerProcess.serve(words.get(0), words.get(1), Integer.parseInt(words.get(2)));
            new CountDownLatch(1).await();
            return OK;
        } catch (IOException failure) {
            err.println("aplomb demo-server: " + failure.getMessage());
            return FAILED;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return OK;
        }
    }

    /** The command of this process up to the jar: what follows is the subcommand. */
    private static Program thisProgram() throws IOException {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> arguments = Arrays.asList(self.arguments().orElse(new String[0]));
        int jar = arguments.indexOf("-jar");
        if (self.command().isEmpty() || jar < 0 || jar + 1 >= arguments.size()) {
            throw new IOException("the demo starts itself again: run it from the jar or ./aplomb");
        }
        List<String> command = new ArrayList<>(List.of(self.command().get()));
        command.addAll(arguments.subList(0, jar + 2));
        return new Program(command);
    }
}
