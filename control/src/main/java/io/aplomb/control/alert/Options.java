package io.aplomb.control.alert;

import io.aplomb.cluster.alert.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Options of recipients. Secrets are in files: everybody may read the configuration. */
final class Options {
    private Options() {}

    /**
     * The first line of the file that an option names.
     *
     * @throws Courier.UndeliveredException when there is no such file here
     */
    static Optional<String> secret(Recipient recipient, String option)
            throws Courier.UndeliveredException {
        Optional<String> file = recipient.option(option);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(Path.of(file.get()), StandardCharsets.UTF_8);
            return Optional.of(text.lines().findFirst().orElse(""));
        } catch (IOException unreadable) {
            throw new Courier.UndeliveredException(
                    option + ": cannot read " + unreadable.getMessage(), true);
        }
    }

    /** A number that an option gives. */
    static int number(Recipient recipient, String option, int absent)
            throws Courier.UndeliveredException {
        String text = recipient.option(option).orElse("");
        try {
            return text.isEmpty() ? absent : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException noNumber) {
            throw new Courier.UndeliveredException(option + "=" + text + " is no number", true);
        }
    }
}
