package io.aplomb.app.cluster.programs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code aplomb links DIR}: one program under the names that scripts call. */
public final class LinksCommand {
    /** The word that leads here. */
    public static final String NAME = "links";

    /** The launcher knows what to do under each. */
    static final List<String> NAMES =
            List.of(
                    "pcs",
                    "crm_mon",
                    "crm_verify",
                    "crm_simulate",
                    "crm_node",
                    "crm_attribute",
                    "crm_master",
                    "crm_resource",
                    "attrd_updater",
                    "cibadmin",
                    "corosync-cfgtool",
                    "corosync-cmapctl",
                    "haproxy",
                    "keepalived");

    /** Set by the launcher: where it is itself. */
    private static final String LAUNCHER = "aplomb.program";

    private final PrintStream out;
    private final PrintStream err;

    public LinksCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** What the command line accepts. */
    public static CommandSpec spec() {
        CommandSpec command = CommandSpec.create().name(NAME);
        command.usageMessage()
                .description(
                        "Makes links in a directory, so that scripts which say pcs, crm_mon, haproxy"
                                + " ... call this program.");
        command.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .type(String.class)
                        .paramLabel("DIR")
                        .description("Where; it is made when it is not there.")
                        .build());
        return command;
    }

    /** Makes them; files that are no links are left alone, and the exit code is 1 then. */
    public int run(ParseResult command) {
        String launcher = System.getProperty(LAUNCHER, "");
        if (launcher.isEmpty()) {
            err.println("Error: links lead to the launcher: start the program with ./aplomb");
            return 1;
        }
        try {
            return make(Path.of(command.matchedPositionalValue(0, ".")), Path.of(launcher));
        } catch (IOException | InvalidPathException refused) {
            err.println("Error: " + refused.getMessage());
            return 1;
        }
    }

    int make(Path directory, Path launcher) throws IOException {
        Path _ = Files.createDirectories(directory);
        int code = 0;
        for (String name : NAMES) {
            Path link = directory.resolve(name);
            if (Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                    && !Files.isSymbolicLink(link)) {
                err.println("Error: " + link + " is there already, and is no link");
                code = 1;
                continue;
            }
            boolean _ = Files.deleteIfExists(link);
            Path _ = Files.createSymbolicLink(link, launcher);
            out.println(link + " -> " + launcher);
        }
        return code;
    }
}
