package io.aplomb.control.agent;

import io.aplomb.control.agent.AgentLibrary.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The names of the agents of class {@code aplomb}, and what they say of themselves. */
final class BuiltInAgents {

    /** In order. */
    static final List<String> NAMES = List.of("Filesystem", "IPaddr2", "Process");

    private BuiltInAgents() {}

    /** The description of one: a file of this program. */
    static Metadata metadata(String type) {
        if (!NAMES.contains(type)) {
            return Metadata.none("there is no agent aplomb:" + type + "; there are " + NAMES);
        }
        String file = "/io/aplomb/control/agent/" + type + ".xml";
        try (var text = BuiltInAgents.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return Metadata.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
