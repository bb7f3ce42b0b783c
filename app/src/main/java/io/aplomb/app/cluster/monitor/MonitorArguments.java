package io.aplomb.app.cluster.monitor;

import io.aplomb.app.cluster.tool.CommandFailure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line of crm_mon(8). Pure. */
final class MonitorArguments {
    private static final Map<String, String> LONG =
            Map.ofEntries(
                    Map.entry("--group-by-node", "n"),
                    Map.entry("--inactive", "r"),
                    Map.entry("--failcounts", "f"),
                    Map.entry("--operations", "o"),
                    Map.entry("--timing-details", "t"),
                    Map.entry("--tickets", "c"),
                    Map.entry("--fence-history", "m"),
                    Map.entry("--neg-locations", "L"),
                    Map.entry("--show-node-attributes", "A"),
                    Map.entry("--hide-headers", "D"),
                    Map.entry("--show-detail", "R"),
                    Map.entry("--brief", "b"),
                    Map.entry("--simple-status", "s"),
                    Map.entry("--interval", "i"),
                    Map.entry("--one-shot", "1"),
                    Map.entry("--include", "I"),
                    Map.entry("--exclude", "U"),
                    Map.entry("--pending", "j"),
                    Map.entry("--disable-ncurses", "N"),
                    Map.entry("--as-xml", "X"),
                    Map.entry("--verbose", "V"),
                    Map.entry("--quiet", "Q"),
                    Map.entry("--version", "$"),
                    Map.entry("--help", "?"));

    /** Letters with a value of their own. */
    private static final String VALUED = "iIU";

    final Set<Section> sections = EnumSet.copyOf(Section.DEFAULT);
    String form = "console";
    Optional<String> to = Optional.empty();
    String title = "Cluster Status";
    boolean once;
    boolean simple;
    boolean version;
    boolean help;
    boolean byNode;
    boolean inactive;
    boolean detail;
    boolean timing;

    private MonitorArguments() {}

    static MonitorArguments parse(List<String> words) throws CommandFailure {
        MonitorArguments arguments = new MonitorArguments();
        List<String> rest = new ArrayList<>(words);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            if (word.startsWith("--")) {
                arguments.takeLong(word, rest);
            } else if (word.startsWith("-") && word.length() > 1) {
                arguments.takeLetters(word.substring(1), rest);
            } else {
                throw usage("non-option ARGV-elements: " + word);
            }
        }
        return arguments;
    }

    static CommandFailure usage(String problem) {
        return new CommandFailure(64, List.of("crm_mon: " + problem));
    }

    private void takeLong(String word, List<String> rest) throws CommandFailure {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        switch (name) {
            case "--output-as" -> form = needed(name, value, rest);
            case "--output-to" -> to = Optional.of(needed(name, value, rest));
            case "--html-title" -> title = needed(name, value, rest);
            default -> {
                String letter = LONG.get(name);
                if (letter == null) {
                    throw usage("Unknown option " + name);
                }
                if (VALUED.contains(letter)) {
                    takeValue(letter.charAt(0), needed(name, value, rest));
                } else if (letter.equals("m")) {
                    fencing(value.orElse("2"));
                } else {
                    take(letter.charAt(0));
                }
            }
        }
    }

    private static String needed(String name, Optional<String> value, List<String> rest)
            throws CommandFailure {
        if (value.isPresent()) {
            return value.get();
        }
        if (rest.isEmpty()) {
            throw usage("Missing argument for " + name);
        }
        return rest.removeFirst();
    }

    private void takeLetters(String letters, List<String> rest) throws CommandFailure {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            String behind = letters.substring(i + 1);
            if (VALUED.indexOf(letter) >= 0) {
                takeValue(
                        letter,
                        needed(
                                "-" + letter,
                                behind.isEmpty() ? Optional.empty() : Optional.of(behind),
                                rest));
                return;
            }
            if (letter == 'm') {
                boolean level = !behind.isEmpty() && Character.isDigit(behind.charAt(0));
                fencing(level ? behind.substring(0, 1) : "2");
                i += level ? 1 : 0;
            } else {
                take(letter);
            }
        }
    }

    private void takeValue(char letter, String value) throws CommandFailure {
        if (letter == 'i') {
            return;
        }
        for (String name : value.split(",", -1)) {
            if (name.equals("list")) {
                throw new CommandFailure(0, List.of(String.join(", ", names())));
            }
            Set<Section> named =
                    Section.named(name)
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    "--%s options: %s"
                                                            .formatted(
                                                                    letter == 'I'
                                                                            ? "include"
                                                                            : "exclude",
                                                                    String.join(", ", names()))));
            change(letter == 'I', name, named);
        }
    }

    private void change(boolean include, String name, Set<Section> named) {
        if (name.equals("none")) {
            if (include) {
                sections.clear();
            } else {
                sections.addAll(Section.all());
            }
        } else if (include) {
            sections.addAll(named);
        } else {
            sections.removeAll(named);
        }
    }

    private static List<String> names() {
        List<String> names =
                new ArrayList<>(List.of("all", "default", "fencing", "none", "summary"));
        Section.all().forEach(section -> names.add(section.text()));
        return names.stream().sorted().toList();
    }

    private void fencing(String level) {
        sections.removeAll(Section.FENCING);
        if (!level.equals("0")) {
            sections.add(Section.FENCING_FAILED);
            sections.add(Section.FENCING_PENDING);
        }
        if (level.equals("2") || level.equals("3")) {
            sections.add(Section.FENCING_SUCCEEDED);
        }
    }

    private void take(char letter) throws CommandFailure {
        switch (letter) {
            case '1' -> once = true;
            case 'n' -> byNode = true;
            case 'r' -> inactive = true;
            case 'f' -> sections.add(Section.FAILCOUNTS);
            case 'o' -> sections.add(Section.OPERATIONS);
            case 't' -> {
                timing = true;
                sections.add(Section.OPERATIONS);
            }
            case 'c' -> sections.add(Section.TICKETS);
            case 'L' -> sections.add(Section.BANS);
            case 'A' -> sections.add(Section.ATTRIBUTES);
            case 'D' -> sections.removeAll(Section.SUMMARY);
            case 'R' -> detail = true;
            case 's' -> simple = true;
            case 'X' -> form = "xml";
            case '$' -> version = true;
            case '?' -> help = true;
            case 'j', 'N', 'V', 'Q' -> {
                // what is under way is always shown, and there is no other screen than this one
            }
            default -> throw usage("Unknown option -" + letter);
        }
    }

    MonitorView view() {
        return new MonitorView(sections, byNode, inactive, detail, timing);
    }
}
