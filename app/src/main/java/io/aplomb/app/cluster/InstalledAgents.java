package io.aplomb.app.cluster;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.control.agent.AgentLibrary;
import io.aplomb.formats.pcs.AgentCatalog;
import io.aplomb.formats.pcs.AgentMetadataReader;
import java.util.List;

/** The agents of this machine, as the pcs grammar asks for them. Safe for many threads. */
public final class InstalledAgents implements AgentCatalog {

    private final AgentLibrary library;

    public InstalledAgents(AgentLibrary library) {
        this.library = library;
    }

    @Override
    public Lookup lookup(String name) {
        int standard = name.indexOf(':');
        if (standard < 0) {
            return new Absent("no agent has such a name");
        }
        int provider = name.startsWith("ocf:") ? name.indexOf(':', standard + 1) : standard;
        if (provider < 0) {
            return new Absent("the provider is missing");
        }
        AgentLibrary.Metadata said =
                library.metadata(
                        new AgentName(
                                name.substring(0, standard),
                                provider == standard
                                        ? null
                                        : name.substring(standard + 1, provider),
                                name.substring(provider + 1)));
        if (said.xml().isEmpty()) {
            return new Absent(said.reason());
        }
        try {
            return new Found(AgentMetadataReader.read(name, said.xml().get()));
        } catch (AgentMetadataReader.BadMetadataException e) {
            return new Absent(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> names() {
        return library.names();
    }
}
