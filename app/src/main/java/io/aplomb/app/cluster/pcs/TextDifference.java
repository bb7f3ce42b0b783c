package io.aplomb.app.cluster.pcs;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts, in the unified form of diff(1). Pure. */
final class TextDifference {
    private static final int CONTEXT = 3;

    /** Beyond this many pairs of lines the middle is told as wholly replaced. */
    private static final long MAX_CELLS = 25_000_000;

    private TextDifference() {}

    private record Line(char mark, String text, int before, int after) {}

    /** Empty where the texts are the same. */
    static String of(String before, String after, String nameBefore, String nameAfter) {
        List<Line> script = script(before.lines().toList(), after.lines().toList());
        if (script.stream().allMatch(line -> line.mark == ' ')) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("--- ").append(nameBefore).append("\n+++ ").append(nameAfter).append('\n');
        int from = 0;
        while (from < script.size()) {
            int change = nextChange(script, from);
            if (change == script.size()) {
                break;
            }
            int start = Math.max(from, change - CONTEXT);
            int end = endOfHunk(script, change);
            hunk(script.subList(start, end), text);
            from = end;
        }
        return text.toString();
    }

    private static int nextChange(List<Line> script, int from) {
        int at = from;
        while (at < script.size() && script.get(at).mark == ' ') {
            at++;
        }
        return at;
    }

    private static int endOfHunk(List<Line> script, int change) {
        int last = change;
        for (int at = change; at < script.size() && at - last <= 2 * CONTEXT; at++) {
            last = script.get(at).mark == ' ' ? last : at;
        }
        return Math.min(script.size(), last + 1 + CONTEXT);
    }

    private static void hunk(List<Line> lines, StringBuilder text) {
        long before = lines.stream().filter(line -> line.mark != '+').count();
        long after = lines.stream().filter(line -> line.mark != '-').count();
        text.append(
                "@@ -%d,%d +%d,%d @@%n"
                        .formatted(
                                lines.getFirst().before + (before == 0 ? 0 : 1),
                                before,
                                lines.getFirst().after + (after == 0 ? 0 : 1),
                                after));
        lines.forEach(line -> text.append(line.mark).append(line.text).append('\n'));
    }

    /** The longest common part stays; what is common at both ends is found at once. */
    private static List<Line> script(List<String> before, List<String> after) {
        int head = 0;
        while (head < Math.min(before.size(), after.size())
                && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail)
                        .equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        int[][] common =
                table(
                        before.subList(head, before.size() - tail),
                        after.subList(head, after.size() - tail));
        List<Line> script = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean outside = i < head || (i >= before.size() - tail && j >= after.size() - tail);
            boolean same =
                    i < before.size() && j < after.size() && before.get(i).equals(after.get(j));
            if (same && (outside || at(common, i - head, j - head) > 0)) {
                script.add(new Line(' ', before.get(i), i++, j++));
            } else if (j >= after.size() - tail
                    || (i < before.size() - tail
                            && at(common, i + 1 - head, j - head)
                                    >= at(common, i - head, j + 1 - head))) {
                script.add(new Line('-', before.get(i), i++, j));
            } else {
                script.add(new Line('+', after.get(j), i, j++));
            }
        }
        return script;
    }

    private static int at(int[][] table, int i, int j) {
        return i < table.length && j < table[i].length ? table[i][j] : 0;
    }

    /** Lengths of the longest common parts of what is left from each pair of lines on. */
    private static int[][] table(List<String> before, List<String> after) {
        if ((long) before.size() * after.size() > MAX_CELLS) {
            return new int[0][0];
        }
        int[][] table = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                table[i][j] =
                        before.get(i).equals(after.get(j))
                                ? table[i + 1][j + 1] + 1
                                : Math.max(table[i + 1][j], table[i][j + 1]);
            }
        }
        return table;
    }
}
