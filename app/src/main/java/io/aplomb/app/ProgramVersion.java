package io.aplomb.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build, from the file that Maven fills in. */
public final class ProgramVersion {
    private static final String RESOURCE = "version.txt";

    private ProgramVersion() {}

    public static String number() {
        try (InputStream file = ProgramVersion.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("the build left " + RESOURCE + " out of the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
