package io.aplomb.formats.haproxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the golden corpora, and where the repository is. */
public final class Golden {

    private static final Path RESOURCES = Path.of("src/test/resources/io/aplomb/formats/haproxy");

    private Golden() {}

    /** The lines of a resource beside this class, comments left out, octets as characters. */
    public static List<String> lines(String name) {
        try (InputStream in = Golden.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The configurations of the corpus, sorted. */
    public static List<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("golden"))) {
            return files.filter(file -> file.toString().endsWith(".cfg")).sorted().toList();
        }
    }
}
