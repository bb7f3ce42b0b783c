package io.aplomb.control.enrol;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret that two machines share for a moment. One that we make is {@code apl-NAME-SECRET}: the
 * name may be known to all and finds the token among several, the secret has 130 bits. One that a
 * person chooses has no name.
 */
final class EnrolToken {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"; // none like another
    private static final int NAME_LETTERS = 6;
    private static final int SECRET_LETTERS = 26;

    private static final Pattern MADE =
            Pattern.compile(
                    "apl-([a-z2-9]{" + NAME_LETTERS + "})-[a-z2-9]{" + SECRET_LETTERS + "}");

    private static final SecureRandom RANDOM = new SecureRandom();

    private EnrolToken() {}

    static String make() {
        return "apl-" + letters(NAME_LETTERS) + "-" + letters(SECRET_LETTERS);
    }

    /** The name of a token; empty when it has none. */
    static String name(String token) {
        Matcher made = MADE.matcher(token);
        return made.matches() ? made.group(1) : "";
    }

    private static String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }
}
