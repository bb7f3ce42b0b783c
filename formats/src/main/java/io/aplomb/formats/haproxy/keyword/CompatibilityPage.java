package io.aplomb.formats.haproxy.keyword;

import io.aplomb.formats.text.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@code docs/compatibility.md} from the table. */
public final class CompatibilityPage {

    private static final String HEAD =
            """
            # Compatibility with haproxy.cfg

            Generated from the keyword table (`keywords.tsv` of the module `formats`); a test
            compares the two. The table knows every keyword of HAProxy's manual: version 2.6, what
            later versions added, and what older ones had. A keyword is

            - **honoured**: it does what the manual says;
            - **obsolete**: it is honoured, with a warning that gives today's form;
            - **accepted**: it is read, has no effect, and a notice says why that is right;
            - **refused**: the configuration is refused with the place and what to write instead.

            A keyword that is in no row is refused too, with the nearest known one. "gone 2.1" means
            that HAProxy itself does not have it any more since that version.

            """;

    private CompatibilityPage() {}

    /** The page, in Markdown, ended by a newline. */
    public static String render(KeywordTable table) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| | honoured | obsolete | accepted | refused |\n|---|---:|---:|---:|---:|\n");
        for (Scope scope : Scope.values()) {
            List<Keyword> rows = table.in(scope);
            page.append("| [").append(scope.title()).append("](#").append(anchor(scope));
            page.append(") |").append(counts(rows)).append('\n');
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
        return scope.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z -]", "").replace(' ', '-');
    }

    private static void section(StringBuilder page, Scope scope, List<Keyword> rows) {
        String title = scope.title();
        page.append("\n## ").append(title.substring(0, 1).toUpperCase(Locale.ROOT));
        page.append(title.substring(1)).append('\n');
        String plain =
                rows.stream()
                        .filter(row -> row.status() == Status.HONOURED && row.note().isEmpty())
                        .map(row -> "`" + row.name() + "`")
                        .collect(Collectors.joining(" "));
        if (!plain.isEmpty()) {
            page.append("\nHonoured: ").append(plain).append('\n');
        }
        List<Keyword> noted = rows.stream().filter(row -> !row.note().isEmpty()).toList();
        if (noted.isEmpty()) {
            return;
        }
        page.append("\n| keyword | version | status | note |\n|---|---|---|---|\n");
        for (Keyword row : noted) {
            page.append("| `").append(row.name()).append("` | ").append(row.version());
            page.append(" | ").append(row.status().name().toLowerCase(Locale.ROOT));
            page.append(" | ").append(row.note().replace("|", "\\|")).append(" |\n");
        }
    }
}
