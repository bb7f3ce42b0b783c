package io.aplomb.formats.keepalived.syntax;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.text.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is an error when a file is included: {@code include_check} and the variants of {@code
 * include}.
 *
 * @param readable a match that cannot be read
 * @param match no match for a name without wildcards
 * @param wildcardMatch no match for a name with wildcards
 * @param braceMatch no match for a name with braces
 */
record IncludeChecks(boolean readable, boolean match, boolean wildcardMatch, boolean braceMatch) {

    static final IncludeChecks NONE = new IncludeChecks(false, false, false, false);
    private static final IncludeChecks ALL = new IncludeChecks(true, true, true, true);

    /** The checks of an include under these; null when the keyword is no include. */
    @Nullable IncludeChecks forKeyword(String keyword) {
        return switch (keyword) {
            case "include" -> this;
            case "includer" -> with("readable", true);
            case "includem" -> with("match", true);
            case "includew" -> with("wildcard_match", true);
            case "includeb" -> with("brace_match", true);
            case "includea" -> ALL;
            default -> null;
        };
    }

    /** After {@code include_check [[+|-]CHECK ...]}. */
    IncludeChecks changed(List<Token> tokens, Diagnostics diagnostics) {
        if (tokens.size() == 1) {
            return ALL;
        }
        String first = tokens.get(1) instanceof Token.Text(Term term) ? term.word().text() : "";
        IncludeChecks checks = first.startsWith("+") || first.startsWith("-") ? this : NONE;
        for (Token token : tokens.subList(1, tokens.size())) {
            if (!(token instanceof Token.Text(Term term))) {
                continue;
            }
            Word word = term.word();
            boolean signed = word.text().startsWith("+") || word.text().startsWith("-");
            IncludeChecks next =
                    checks.with(
                            signed ? word.text().substring(1) : word.text(),
                            !word.text().startsWith("-"));
            if (next == null) {
                diagnostics.error(
                        word.position(),
                        word.width(),
                        "unknown check '%s'".formatted(word.text()),
                        "expected readable, match, wildcard_match, brace_match");
            } else {
                checks = next;
            }
        }
        return checks;
    }

    private @Nullable IncludeChecks with(String check, boolean on) {
        return switch (check) {
            case "readable" -> new IncludeChecks(on, match, wildcardMatch, braceMatch);
            case "match" -> new IncludeChecks(readable || on, on, wildcardMatch, braceMatch);
            case "wildcard_match" -> new IncludeChecks(readable || on, match, on, braceMatch);
            case "brace_match" -> new IncludeChecks(readable || on, match, wildcardMatch, on);
            default -> null;
        };
    }

    /** keepalived passes over a missing file unless told otherwise; nobody should have to guess. */
    void reportMissing(Word at, String pattern, Diagnostics diagnostics) {
        boolean wild = Globs.hasWildcards(pattern);
        boolean error = wild ? wildcardMatch : match;
        error |= braceMatch && pattern.contains("{");
        report(at, "no file matches '%s'".formatted(pattern), error, wild, diagnostics);
    }

    void reportUnreadable(Word at, String path, String reason, Diagnostics diagnostics) {
        report(at, "cannot read '%s': %s".formatted(path, reason), readable, false, diagnostics);
    }

    private static void report(
            Word at, String message, boolean error, boolean harmless, Diagnostics diagnostics) {
        if (error) {
            diagnostics.error(at.position(), at.width(), message);
        } else if (harmless) {
            diagnostics.notice(at.position(), at.width(), message);
        } else {
            diagnostics.warning(at.position(), at.width(), message, "includea makes it an error");
        }
    }
}
