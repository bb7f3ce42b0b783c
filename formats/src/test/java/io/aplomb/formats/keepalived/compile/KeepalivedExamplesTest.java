package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Severity;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.keepalived.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code keepalived.conf} that the documentation shows loads as it stands. */
class KeepalivedExamplesTest {

    private static final String OPENING = "```keepalived";
    private static final String CLOSING = "```";

    private record Example(String place, String text) {
        @Override
        public String toString() {
            return place;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_ofThePages_loads(Example example) {
        LoadResult result = Loading.load(example.text());

        assertThat(Loading.found(result, Severity.ERROR)).isEmpty();
    }

    private static List<Example> examples() throws IOException {
        Path root = GoldenFiles.repositoryRoot();
        List<Example> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root.resolve("docs"))) {
            for (Path page : paths.filter(path -> path.toString().endsWith(".md")).toList()) {
                collect(root.relativize(page).toString(), Files.readAllLines(page), found);
            }
        }
        return found;
    }

    private static void collect(String page, List<String> lines, List<Example> found) {
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).equals(OPENING)) {
                List<String> after = lines.subList(start + 1, lines.size());
                List<String> block = after.subList(0, after.indexOf(CLOSING));
                found.add(
                        new Example(
                                page + " line " + (start + 1), String.join("\n", block) + "\n"));
            }
        }
    }
}
