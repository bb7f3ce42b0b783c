package io.aplomb.app.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The help of {@code aplomb simulate}. */
public final class SimulateUsage {
    /** In one line. */
    public static final String ABOUT =
            "The scheduler on paper: takes the command line of Pacemaker's crm_simulate.";

    private SimulateUsage() {}

    /** For completion. */
    public static List<String> optionNames() {
        return SimulateOption.words();
    }

    static String text() {
        return Arrays.stream(SimulateOption.values())
                .map(SimulateOption::help)
                .collect(
                        Collectors.joining(
                                "\n",
                                "Usage: aplomb simulate -x cib.xml [OPTION...]\n" + ABOUT + "\n\n",
                                "\n\nWith --batch each line of standard input is\n"
                                        + "  cib.xml TAB output-file TAB options\n"
                                        + "and each is answered by a line, ok or error:, once its"
                                        + " output is written."));
    }
}
