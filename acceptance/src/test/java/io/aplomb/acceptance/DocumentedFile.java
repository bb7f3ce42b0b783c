package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A file that a page of the documentation shows, in a block with a line {@code # NAME}. */
final class DocumentedFile {
    private static final String FENCE = "```";

    private DocumentedFile() {}

    /** What the reader would copy. */
    static String text(String page, String name) throws IOException {
        List<String> lines = Files.readAllLines(ProjectFolder.root().resolve(page));
        int named = lines.indexOf("# " + name);
        assertThat(named).as("%s shows %s", page, name).isPositive();
        int start = named;
        while (!lines.get(start - 1).startsWith(FENCE)) {
            start--;
        }
        List<String> after = lines.subList(start, lines.size());
        return String.join("\n", after.subList(0, after.indexOf(FENCE))) + "\n";
    }
}
