package io.aplomb.formats.keepalived.keyword;

import io.aplomb.formats.text.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code docs/compatibility-keepalived.md} from the table. */
public final class CompatibilityPage {

    private static final String HEAD =
            """
            # Compatibility with keepalived.conf

            Generated from the keyword table (`keywords.tsv` of `formats`, package `keepalived`); a
            test compares the two. The table knows every keyword of keepalived.conf(5) of version
            2.2.7. A keyword is

            - **honoured**: it does what the manual says;
            - **obsolete**: it is honoured, with a warning that gives today's form;
            - **accepted**: it is read, has no effect, and a notice says why that is right;
            - **refused**: the configuration is refused with the place and what to write instead.

            A keyword that is in no row is refused too, with the nearest known one. The language
            around the keywords is honoured whole: blocks, quotes and escapes, comments, `include`
            with its variants and checks, `$NAME=` definitions of one and of several lines,
            `${NAME}`, the predefined `${_PWD}` and its kin, conditions (`@id`, `@^id`), `~SEQ`,
            `~SEQx` and `~LST`. Where keepalived complains and then goes on with a default value,
            this program refuses the configuration, because it cannot know what was meant.

            """;

    private CompatibilityPage() {}

    /** The page, in Markdown, ended by a newline. */
    public static String render(KeywordTable table) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| | honoured | obsolete | accepted | refused |\n|---|---:|---:|---:|---:|\n");
        for (Scope scope : Scope.values()) {
            page.append("| [").append(scope.title()).append("](#").append(anchor(scope));
            page.append(") |").append(counts(table.in(scope))).append('\n');
        }
        page.append("| **all** |").append(counts(table.all())).append('\n');
        for (Scope scope : Scope.values()) {
            section(page, scope, table.in(scope));
        }
        return page.toString();
    }

    private static String counts(List<Keyword> rows) {
        return Arrays.stream(Status.values())
                .map(status -> rows.stream().filter(row -> row.status() == status).count())
                .map(count -> " " + count + " |")
                .collect(Collectors.joining());
    }

    private static String anchor(Scope scope) {
        return scope.title().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static void section(StringBuilder page, Scope scope, List<Keyword> rows) {
        String title = scope.title();
        page.append("\n## ").append(title.substring(0, 1).toUpperCase(Locale.ROOT));
        page.append(title.substring(1)).append('\n');
        String plain =
                rows.stream()
                        .filter(row -> row.note().isEmpty())
                        .map(row -> "`" + row.name() + "`")
                        .collect(Collectors.joining(" "));
        if (!plain.isEmpty()) {
            page.append("\nHonoured: ").append(plain).append('\n');
        }
        List<Keyword> noted = rows.stream().filter(row -> !row.note().isEmpty()).toList();
        if (noted.isEmpty()) {
            return;
        }
        page.append("\n| keyword | status | note |\n|---|---|---|\n");
        for (Keyword row : noted) {
            page.append("| `").append(row.name()).append("` | ");
            page.append(row.status().name().toLowerCase(Locale.ROOT));
            page.append(" | ").append(row.note().replace("|", "\\|")).append(" |\n");
        }
    }
}
