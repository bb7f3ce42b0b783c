package io.aplomb.app.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code aplomb simulate}: those of {@code crm_simulate}, and its own.
 *
 * <p>Source: crm_simulate(8) of Pacemaker 2.1.5.
 */
enum SimulateOption {
    XML_FILE("-x", "--xml-file", "FILE", "read the state from this file"),
    XML_PIPE("-p", "--xml-pipe", "", "read the state from standard input"),
    RUN("-R", "--run", "", "show what would be done"),
    SIMULATE("-S", "--simulate", "", "and do it on paper, and show what comes of it"),
    IN_PLACE("-X", "--in-place", "", "like -S, and write the result back to the file"),
    SHOW_SCORES("-s", "--show-scores", "", "show the scores by which places are chosen"),
    SHOW_UTILIZATION("-U", "--show-utilization", "", "show capacities and what is left of them"),
    QUIET("-Q", "--quiet", "", "print the scores only, where they are asked for"),
    TEXT_FANCY("", "--text-fancy", "", "titles and bullets with -s and -U, too"),
    TIME("-t", "--set-datetime", "TIME", "decide as of this time (ISO 8601)"),
    NODE_UP("-u", "--node-up", "NODE", "as if this node came back"),
    NODE_DOWN("-d", "--node-down", "NODE", "as if it were shut down"),
    NODE_FAIL("-f", "--node-fail", "NODE", "as if it were lost"),
    OP_INJECT("-i", "--op-inject", "RESULT", "as if vip_monitor_10000@node1=7 had happened"),
    RESOURCE_FAIL("", "--resource-fail", "RESOURCE", "as if its monitor failed where it runs"),
    OP_FAIL("-F", "--op-fail", "RESULT", "if that is done in the simulation, it ends so"),
    QUORUM("-q", "--quorum", "BOOL", "as if there were quorum, or none"),
    WATCHDOG("-w", "--watchdog", "BOOL", "as if there were a watchdog, or none"),
    TICKET_GRANT("-g", "--ticket-grant", "TICKET", "as if it were granted"),
    TICKET_REVOKE("-r", "--ticket-revoke", "TICKET", "as if it were revoked"),
    TICKET_STANDBY("-b", "--ticket-standby", "TICKET", "as if it were made standby"),
    TICKET_ACTIVATE("-e", "--ticket-activate", "TICKET", "as if it were made active"),
    SAVE_INPUT("-I", "--save-input", "FILE", "write the state, changed as asked for"),
    SAVE_OUTPUT("-O", "--save-output", "FILE", "write the state at the end"),
    SAVE_GRAPH("-G", "--save-graph", "FILE", "write what would be done, as XML"),
    SAVE_DOT("-D", "--save-dotfile", "FILE", "write what would be done, in the DOT language"),
    ALL_ACTIONS("-a", "--all-actions", "", "with -D: also what will not be done"),
    PLAN("", "--plan", "", "lose each node, and each pair of nodes, in turn: a table"),
    BATCH("", "--batch", "", "many simulations, one for each line of standard input"),
    LANGUAGE("", "--lang", "en|fr", "the words of --plan"),
    VERBOSE("-V", "--verbose", "", "taken, as crm_simulate takes it; without effect here"),
    OUTPUT_AS("", "--output-as", "text", "taken for text; XML is not written"),
    HELP("-h", "--help", "", "print this text and end");

    private final String letter;
    private final String word;
    private final String value;
    private final String about;

    SimulateOption(String letter, String word, String value, String about) {
        this.letter = letter;
        this.word = word;
        this.value = value;
        this.about = about;
    }

    /** Whether a value belongs to it. */
    boolean takesValue() {
        return !value.isEmpty();
    }

    String word() {
        return word;
    }

    static Optional<SimulateOption> ofLetter(char letter) {
        return Arrays.stream(values()).filter(each -> each.letter.equals("-" + letter)).findFirst();
    }

    static Optional<SimulateOption> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(SimulateOption::word).toList();
    }

    /** Its line in the help. */
    String help() {
        String names = letter.isEmpty() ? "    " + word : letter + ", " + word;
        return "  %-32s %s".formatted(value.isEmpty() ? names : names + ' ' + value, about);
    }
}
