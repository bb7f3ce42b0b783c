package io.aplomb.base;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known word somebody most likely meant.
 *
 * <p>Distance: optimal string alignment (Damerau-Levenshtein in which no piece is edited twice), so
 * a letter missing, added, changed, or two neighbours swapped cost 1 each.
 */
public final class Suggestions {

    /** Longer words are not compared: nobody mistypes a keyword of that length. */
    private static final int MAX_WORD_CHARS = 64;

    private Suggestions() {}

    /**
     * The candidate nearest to the word, if near enough: one edit for up to 4 characters, then one
     * more for each further 4, at most 4. Case is ignored. Equally near: the first in alphabet.
     */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.isEmpty() || word.length() > MAX_WORD_CHARS) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        int best = cutOff(word.length()) + 1;
        String nearest = null;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) > best) {
                continue;
            }
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            boolean better =
                    distance < best
                            || (distance == best
                                    && nearest != null
                                    && candidate.compareTo(nearest) < 0);
            if (better && distance < Math.max(word.length(), 2)) {
                best = distance;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static int cutOff(int lengthChars) {
        return Math.min(4, 1 + (lengthChars - 1) / 4);
    }

    /** Number of edits from one word to the other. */
    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[to.length()];
    }
}
