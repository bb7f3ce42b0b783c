package io.aplomb.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Cases observed on HAProxy 2.6.12, one a line, columns divided by tabs. */
public final class Golden {

    private Golden() {}

    /** The cases of a file, comments and empty lines left out. */
    public static List<List<String>> cases(String file) {
        return lines(file).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> List.of(line.split("\t", 3)))
                .toList();
    }

    /** The lines of a file, one char an octet. */
    public static List<String> lines(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/io/aplomb/sample/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such resource: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
