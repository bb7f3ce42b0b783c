package io.aplomb.app.cluster.daemon;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.control.agent.AgentLibrary;
import io.aplomb.formats.pcs.AgentCatalog;
import io.aplomb.formats.pcs.AgentMetadataReader;
import io.aplomb.formats.pcs.AgentMetadataReader.BadMetadataException;
import java.util.List;

/** The agents of this machine, as the words of pcs ask for them. */
public final class LocalAgents implements AgentCatalog {
    private final AgentLibrary library;

    public LocalAgents(AgentLibrary library) {
        this.library = library;
    }

    @Override
    public Lookup lookup(String name) {
        AgentLibrary.Metadata found = library.metadata(agent(name));
        if (found.xml().isEmpty()) {
            return new Absent(found.reason());
        }
        try {
            return new Found(AgentMetadataReader.read(name, found.xml().get()));
        } catch (BadMetadataException bad) {
            return new Absent(String.valueOf(bad.getMessage()));
        }
    }

    /** Only agents of OCF have a provider; the name of a unit may have colons. */
    private static AgentName agent(String name) {
        String[] parts = name.split(":", 2);
        if (parts.length < 2) {
            return new AgentName("", null, name);
        }
        int colon = parts[1].indexOf(':');
        return parts[0].equals("ocf") && colon > 0
                ? new AgentName("ocf", parts[1].substring(0, colon), parts[1].substring(colon + 1))
                : new AgentName(parts[0], null, parts[1]);
    }

    @Override
    public List<String> names() {
        return library.names();
    }
}
