package io.aplomb.cluster.simulate;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The form in which Pacemaker prints where scores are shown and its fancy form was not asked for:
 * no titles, no bullets, nothing indented.
 */
public final class PlainText {
    private static final Pattern TITLE =
            Pattern.compile(
                    "\\s*\\* (?:Node List|Full List of Resources|Resource Group: .*|Clone Set: .*):");

    private static final Pattern NODES =
            Pattern.compile("    \\* (?:Online|OFFLINE|RemoteOFFLINE): (\\[ .*)");

    private static final Set<String> SECTIONS =
            Set.of(
                    "Current cluster status:",
                    "Performing Requested Modifications:",
                    "Allocation Scores:",
                    "Utilization Information:",
                    "Allocation Scores and Utilization Information:",
                    "Transition Summary:",
                    "Executing Cluster Transition:",
                    "Revised Cluster Status:");

    private PlainText() {}

    /** The plain form of a text in the fancy one. */
    public static String of(String fancy) {
        StringBuilder plain = new StringBuilder(fancy.length());
        fancy.lines().forEachOrdered(line -> add(line, plain));
        return plain.toString();
    }

    private static void add(String line, StringBuilder plain) {
        if (SECTIONS.contains(line) || TITLE.matcher(line).matches()) {
            return;
        }
        var nodes = NODES.matcher(line);
        String text = nodes.matches() ? nodes.group(1) : line.replaceFirst("^ +\\* ", "");
        plain.append(text).append('\n');
    }
}
