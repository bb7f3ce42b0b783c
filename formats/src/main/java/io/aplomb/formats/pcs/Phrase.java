package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Lists and plurals as pcs writes them. */
final class Phrase {

    private Phrase() {}

    /** {@code 'a', 'b', 'c'}, sorted. */
    static String list(Collection<String> items) {
        return list(items, ", ");
    }

    /** {@code 'a' SEPARATOR 'b'}, sorted. */
    static String list(Collection<String> items, String separator) {
        List<String> quoted = new ArrayList<>();
        for (String item : items) {
            quoted.add("'" + item + "'");
        }
        quoted.sort(null);
        return String.join(separator, quoted);
    }

    /** {@code 'a', 'b' and 'c'} with each item once, sorted. */
    static String listAnd(Collection<String> items) {
        return joined(items, " and ");
    }

    /** {@code 'a', 'b' or 'c'} with each item once, sorted. */
    static String listOr(Collection<String> items) {
        return joined(items, " or ");
    }

    private static String joined(Collection<String> items, String last) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(items));
        if (sorted.size() < 2) {
            return list(sorted);
        }
        return list(sorted.subList(0, sorted.size() - 1)) + last + "'" + sorted.getLast() + "'";
    }

    /** A noun for one or for many. */
    static String plural(Collection<?> items, String noun) {
        return items.size() == 1 ? noun : pluralOf(noun);
    }

    private static String pluralOf(String noun) {
        return switch (noun) {
            case "is" -> "are";
            case "has" -> "have";
            case "does" -> "do";
            case "it" -> "they";
            default -> {
                boolean hissing =
                        noun.endsWith("s")
                                || noun.endsWith("x")
                                || noun.endsWith("ch")
                                || noun.endsWith("sh");
                boolean y = noun.endsWith("y");
                if (y && noun.length() > 1 && "aeiou".indexOf(noun.charAt(noun.length() - 2)) < 0) {
                    yield noun.substring(0, noun.length() - 1) + "ies";
                }
                yield noun + (hissing ? "es" : "s");
            }
        };
    }
}
