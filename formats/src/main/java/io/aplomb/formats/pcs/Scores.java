package io.aplomb.formats.pcs;

import java.util.regex.Pattern;

/** Scores: whole numbers and {@code INFINITY}, with or without a sign. */
final class Scores {

    static final String INFINITY = "INFINITY";

    private static final Pattern SCORE = Pattern.compile("[+-]?(\\d+|INFINITY)");

    private Scores() {}

    static boolean isScore(String text) {
        return SCORE.matcher(text).matches();
    }

    /** Refuses what is no score. */
    static void require(String text) {
        if (!isScore(text)) {
            throw InvalidCommand.because(
                    "invalid score '" + text + "', use integer or INFINITY or -INFINITY");
        }
    }

    /** Whether a resource is allowed with this score. */
    static boolean allows(String score) {
        return !score.startsWith("-") || score.matches("-0+");
    }
}
