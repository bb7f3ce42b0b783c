package io.aplomb.cluster.schedule;

import java.util.Comparator;
import java.util.Locale;

/** Orders names as people count: node2 before node10, in any case. */
final class NodeNames {
    static final Comparator<String> ORDER = NodeNames::compare;
    static final Comparator<Node> BY_NAME = Comparator.comparing(node -> node.name, ORDER);

    private NodeNames() {}

    private static int compare(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfNumber(a, i);
                int endB = endOfNumber(b, j);
                int compared = compareNumbers(a.substring(i, endA), b.substring(j, endB));
                if (compared != 0) {
                    return compared;
                }
                i = endA;
                j = endB;
            } else {
                int compared = Character.compare(a.charAt(i++), b.charAt(j++));
                if (compared != 0) {
                    return compared;
                }
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String a, String b) {
        String x = withoutZeros(a);
        String y = withoutZeros(b);
        int compared = Integer.compare(x.length(), y.length());
        return compared != 0 ? compared : x.compareTo(y);
    }

    private static String withoutZeros(String number) {
        int from = 0;
        while (from < number.length() - 1 && number.charAt(from) == '0') {
            from++;
        }
        return number.substring(from);
    }
}
