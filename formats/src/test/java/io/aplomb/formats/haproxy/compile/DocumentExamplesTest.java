package io.aplomb.formats.haproxy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Bytes;
import io.aplomb.base.Diagnostic;
import io.aplomb.formats.GoldenFiles;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration that the documentation shows loads as it stands. */
class DocumentExamplesTest {

    private static final String OPENING = "```haproxy";
    private static final String CLOSING = "```";

    @ParameterizedTest
    @MethodSource("examples")
    void example_ofThePages_loads(ConfigSource example) {
        LoadResult result =
                HaproxyConfig.load(
                        List.of(example), Map.of(), new AnyFile(), LoadOptions.forHost("lb1"));

        assertThat(result.config()).as(rendered(result)).isNotNull();
    }

    private static String rendered(LoadResult result) {
        return result.diagnostics().stream()
                .map(Diagnostic::render)
                .collect(Collectors.joining("\n"));
    }

    private static List<ConfigSource> examples() throws IOException {
        Path root = GoldenFiles.repositoryRoot();
        List<ConfigSource> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root.resolve("docs"))) {
            for (Path page : paths.filter(path -> path.toString().endsWith(".md")).toList()) {
                collect(root.relativize(page).toString(), Files.readAllLines(page), found);
            }
        }
        return found;
    }

    /** Blocks of any other language, {@code haproxy-fragment} among them, are passed over. */
    private static void collect(String page, List<String> lines, List<ConfigSource> found) {
        for (int start = 0; start < lines.size(); start++) {
            if (!lines.get(start).equals(OPENING)) {
                continue;
            }
            int end = start + 1;
            while (!lines.get(end).equals(CLOSING)) {
                end++;
            }
            String text = String.join("\n", lines.subList(start + 1, end)) + "\n";
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            found.add(
                    new ConfigSource(
                            page + " line " + (start + 1),
                            new String(octets, StandardCharsets.ISO_8859_1)));
            start = end;
        }
    }

    /** A world where every named file is there, with a line that any list or map can hold. */
    private record AnyFile() implements FileResolver {

        @Override
        public Kind kind(String path) {
            return Kind.FILE;
        }

        @Override
        public Content read(String path) {
            return new Content.Octets(
                    Bytes.ofUtf8(
                            path.endsWith(".http")
                                    ? "HTTP/1.0 503 Busy\r\n\r\n"
                                    : "192.0.2.1 value\n"));
        }
    }
}
