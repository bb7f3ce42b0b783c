package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands before the expression of a location rule.
 *
 * @param values by name, only those given
 * @param expression the words left
 */
record RuleOptions(Map<String, String> values, List<String> expression) {

    /** Takes the options at the begin off. */
    static RuleOptions parse(List<String> words, List<String> moreNames) {
        List<String> names = new ArrayList<>(List.of("id", "role", "score", "score-attribute"));
        names.addAll(moreNames);
        Map<String, String> values = new LinkedHashMap<>();
        int next = 0;
        for (; next < words.size(); next++) {
            String word = words.get(next);
            int equals = word.indexOf('=');
            if (equals < 0 || !names.contains(word.substring(0, equals))) {
                break;
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new RuleOptions(values, words.subList(next, words.size()));
    }

    /** A value, empty where it was not given. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }
}
