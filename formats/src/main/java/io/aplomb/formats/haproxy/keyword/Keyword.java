package io.aplomb.formats.haproxy.keyword;

import io.aplomb.formats.haproxy.syntax.SectionKind;
import io.aplomb.formats.text.Status;
import java.util.Set;

/**
 * One row of the table.
 *
 * @param name one to three words divided by single blanks, such as {@code capture request header}
 * @param sections the proxy sections that may hold it; empty outside {@link Scope#PROXY}
 * @param version the HAProxy version it is known from ({@code 2.6} means that one or before), or
 *     {@code gone 2.1} for what newer versions do not have any more
 * @param arguments how many words follow a bind or server option; {@link #REST} for the whole line
 * @param note why, or what to write instead; empty when there is nothing to say
 */
public record Keyword(
        Scope scope,
        String name,
        Set<SectionKind> sections,
        String version,
        Status status,
        int arguments,
        String note) {

    /** The keyword takes the rest of its line. */
    public static final int REST = -1;

    public Keyword {
        sections = Set.copyOf(sections);
    }

    /** Number of words the keyword consists of. */
    public int wordCount() {
        return (int) name.chars().filter(c -> c == ' ').count() + 1;
    }

    /** {@code scope/name}: names the keyword among all. */
    public String key() {
        return scope.label() + "/" + name;
    }
}
