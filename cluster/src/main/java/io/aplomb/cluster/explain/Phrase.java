package io.aplomb.cluster.explain;

import java.util.List;

/** The same said in both languages of the product. */
record Phrase(String english, String french) {

    /** What is said between the parts, in each language. */
    static Phrase joined(String between, List<Phrase> parts) {
        return new Phrase(
                String.join(between, parts.stream().map(Phrase::english).toList()),
                String.join(between, parts.stream().map(Phrase::french).toList()));
    }

    String in(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case FRENCH -> french;
        };
    }
}
