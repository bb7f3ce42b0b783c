package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names and values as pcs shows them. */
final class PairText {

    private PairText() {}

    /** {@code name=value}, in quotes what has blanks or equals signs. */
    static String of(String name, String value) {
        return quoted(name) + "=" + quoted(value);
    }

    private static String quoted(String text) {
        if (text.indexOf('=') < 0 && text.indexOf(' ') < 0) {
            return text;
        }
        if (text.indexOf('"') < 0) {
            return '"' + text + '"';
        }
        return text.indexOf('\'') < 0 ? "'" + text + "'" : '"' + text.replace("\"", "\\\"") + '"';
    }

    /** The pairs of a set, sorted by name. */
    static List<String> sorted(Element set) {
        List<Element> pairs = new ArrayList<>(set.children("nvpair"));
        pairs.sort(
                Comparator.comparing((Element pair) -> pair.attribute("name", ""))
                        .thenComparing(pair -> pair.attribute("value", "")));
        return pairs.stream()
                .map(pair -> of(pair.attribute("name", ""), pair.attribute("value", "")))
                .toList();
    }
}
