package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Carries out command lines of pcs. Pure: the same request gives the same answer. */
public final class Pcs {

    /** By first word. */
    private static final Map<String, CommandSet> COMMANDS = commandSets();

    private static final Router ROUTER = new Router("", COMMANDS);

    private Pcs() {}

    private static Map<String, CommandSet> commandSets() {
        Map<String, CommandSet> commands = new TreeMap<>();
        commands.put("constraint", new ConstraintCommands());
        commands.put("acl", ElsewhereCommands::acl);
        commands.put("alert", new AlertCommands());
        commands.put("booth", ElsewhereCommands::booth);
        commands.put("client", ElsewhereCommands::client);
        commands.put("cluster", new ClusterCommands());
        commands.put("config", new ConfigCommands());
        commands.put("dr", ElsewhereCommands::recovery);
        commands.put("host", new HostCommands());
        commands.put("node", new NodeCommands());
        commands.put("pcsd", ElsewhereCommands::daemon);
        commands.put("property", new PropertyCommands());
        commands.put("qdevice", ElsewhereCommands::quorumDevice);
        commands.put("quorum", new QuorumCommands());
        commands.put("status", new StatusCommands());
        commands.put("ticket", ElsewhereCommands::booth);
        commands.put("stonith", new StonithCommands());
        commands.put("tag", new TagCommands());
        commands.put("resource", new ResourceCommands());
        return commands;
    }

    /** The first words there are, sorted. */
    public static List<String> commands() {
        return List.copyOf(COMMANDS.keySet());
    }

    /** Carries out a command line. */
    public static PcsAnswer run(PcsRequest request) {
        Options.Parsed parsed;
        try {
            parsed = Options.parse(request.words());
        } catch (InvalidCommand refusal) {
            List<String> lines = new ArrayList<>(refusal.lines());
            if (refusal.isUsage()) {
                lines.addAll(Usage.of(""));
            }
            return new PcsAnswer.Refused(lines);
        }
        Options options = parsed.options().onFile(!request.live());
        if (options.has("--help") || isHelp(parsed.words())) {
            return new PcsAnswer.Printed(help(parsed.words()), List.of());
        }
        Reports reports = new Reports(options.force());
        parsed.old().forEach(reports::deprecation);
        return ROUTER.run(
                new Call(request, parsed.words(), options, reports, new CibEdit(request.cib())));
    }

    private static boolean isHelp(List<String> words) {
        return (!words.isEmpty() && words.getFirst().equals("help"))
                || (words.size() > 1 && words.get(1).equals("help"));
    }

    private static String help(List<String> words) {
        List<String> topic = new ArrayList<>(words);
        topic.remove("help");
        return String.join("\n", Usage.of(String.join(" ", topic))) + "\n";
    }
}
