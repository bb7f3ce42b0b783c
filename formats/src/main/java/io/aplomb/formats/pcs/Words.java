package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes lists of words apart: {@code name=value}, and groups that begin with keywords. */
final class Words {

    private Words() {}

    /**
     * The pairs in their order.
     *
     * @throws InvalidCommand for a word without {@code =}, or a name with two values
     */
    static Map<String, String> pairs(List<String> words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw InvalidCommand.because("missing value of '" + word + "' option");
            }
            if (equals == 0) {
                throw InvalidCommand.because("missing key in '" + word + "' option");
            }
            String name = word.substring(0, equals);
            String value = word.substring(equals + 1);
            String before = pairs.putIfAbsent(name, value);
            if (before != null && !before.equals(value)) {
                throw InvalidCommand.because(
                        "duplicate option '%s' with different values '%s' and '%s'"
                                .formatted(name, before, value));
            }
        }
        return pairs;
    }

    /** The pairs, of these names only. */
    static Map<String, String> pairs(List<String> words, Set<String> allowed) {
        Map<String, String> pairs = pairs(words);
        List<String> unknown = new ArrayList<>(pairs.keySet());
        unknown.removeAll(allowed);
        if (!unknown.isEmpty()) {
            unknown.sort(null);
            throw InvalidCommand.because(
                    "Unknown option%s '%s'"
                            .formatted(
                                    unknown.size() > 1 ? "s" : "", String.join("', '", unknown)));
        }
        return pairs;
    }

    /** Refuses words that are there twice. */
    static void unique(List<String> words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        List<String> twice = new ArrayList<>();
        counts.forEach(
                (word, count) -> {
                    if (count > 1) {
                        twice.add(word);
                    }
                });
        if (!twice.isEmpty()) {
            throw InvalidCommand.because(
                    "duplicate " + Phrase.plural(twice, "argument") + ": " + Phrase.list(twice));
        }
    }

    /** Words in groups, in their order. */
    record Groups(List<Group> groups) {

        /** One occurrence of a keyword and what follows it. */
        record Group(String keyword, List<String> words) {}

        boolean has(String keyword) {
            return groups.stream().anyMatch(group -> group.keyword().equals(keyword));
        }

        /** What follows all occurrences of a keyword, joined. */
        List<String> words(String keyword) {
            List<String> words = new ArrayList<>();
            each(keyword).forEach(words::addAll);
            return words;
        }

        /** What follows each occurrence of a keyword. */
        List<List<String>> each(String keyword) {
            List<List<String>> found = new ArrayList<>();
            for (Group group : groups) {
                if (group.keyword().equals(keyword)) {
                    found.add(group.words());
                }
            }
            return found;
        }

        /** The words before any keyword. */
        List<String> first() {
            return words("");
        }

        /** Refuses a keyword that is there twice. */
        Groups once(Set<String> keywords) {
            for (String keyword : keywords) {
                if (each(keyword).size() > 1) {
                    throw InvalidCommand.because("'" + keyword + "' cannot be used more than once");
                }
            }
            return this;
        }
    }

    /** Words grouped by the keywords; those before the first have the keyword "". */
    static Groups group(List<String> words, Set<String> keywords) {
        List<Groups.Group> groups = new ArrayList<>();
        String keyword = "";
        List<String> current = new ArrayList<>();
        for (String word : words) {
            if (keywords.contains(word)) {
                if (!keyword.isEmpty() || !current.isEmpty()) {
                    groups.add(new Groups.Group(keyword, List.copyOf(current)));
                }
                keyword = word;
                current.clear();
            } else {
                current.add(word);
            }
        }
        if (!keyword.isEmpty() || !current.isEmpty()) {
            groups.add(new Groups.Group(keyword, List.copyOf(current)));
        }
        return new Groups(groups);
    }
}
