package io.aplomb.cluster.rules;

import org.jspecify.annotations.Nullable;

/**
 * Scores: whole numbers from minus to plus {@link #INFINITY}, which is finite in the arithmetic but
 * absorbs whatever is added to it.
 *
 * <p>Source: Pacemaker Explained, "Scores".
 */
public final class Scores {

    /** The score that no other outweighs. */
    public static final int INFINITY = 1_000_000;

    /**
     * What the words of node health stand for (properties node-health-red, -yellow, -green).
     *
     * @param red for {@code red}
     * @param yellow for {@code yellow}
     * @param green for {@code green}
     */
    public record Colours(int red, int yellow, int green) {

        /** Without a health strategy each of them is nothing. */
        public static final Colours NONE = new Colours(0, 0, 0);
    }

    private Scores() {}

    /** The score a text stands for, the words of node health being 0. */
    public static int parse(@Nullable String text) {
        return parse(text, Colours.NONE);
    }

    /**
     * The score a text stands for: {@code INFINITY}, {@code +INFINITY}, {@code -INFINITY} in
     * capitals, a colour in any case, else the whole number it begins with, cut to plus or minus
     * {@link #INFINITY}; 0 for null and for a text that begins with no number.
     */
    public static int parse(@Nullable String text, Colours colours) {
        if (text == null) {
            return 0;
        }
        if (text.equals("INFINITY") || text.equals("+INFINITY")) {
            return INFINITY;
        }
        if (text.equals("-INFINITY")) {
            return -INFINITY;
        }
        if (text.equalsIgnoreCase("red")) {
            return colours.red();
        }
        if (text.equalsIgnoreCase("yellow")) {
            return colours.yellow();
        }
        if (text.equalsIgnoreCase("green")) {
            return colours.green();
        }
        return Math.clamp(Numbers.whole(text).value(), -INFINITY, INFINITY);
    }

    /** The sum; minus infinity outweighs plus infinity, and either outweighs every number. */
    public static int add(int one, int other) {
        if (one <= -INFINITY || other <= -INFINITY) {
            return -INFINITY;
        }
        if (one >= INFINITY || other >= INFINITY) {
            return INFINITY;
        }
        return Math.clamp((long) one + other, -INFINITY, INFINITY);
    }

    /** As printed: {@code INFINITY}, {@code -INFINITY}, or the number. */
    public static String print(int score) {
        if (score >= INFINITY) {
            return "INFINITY";
        }
        return score <= -INFINITY ? "-INFINITY" : Integer.toString(score);
    }
}
