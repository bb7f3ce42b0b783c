package io.aplomb.formats.pcs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Agents whose metadata are in files named {@code ocf.heartbeat.Dummy.xml}: names, defaults and
 * actions as the agents of Debian 12 give them, without their descriptions.
 */
final class RecordedAgents implements AgentCatalog {

    private final Map<String, AgentMetadata> agents = new TreeMap<>();

    RecordedAgents() {
        Path directory = Path.of("src/test/resources/io/aplomb/formats/pcs/agents");
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String base = String.valueOf(file.getFileName()).replace(".xml", "");
                String name =
                        base.startsWith("ocf.")
                                ? base.replaceFirst("\\.", ":").replaceFirst("\\.", ":")
                                : base.replaceFirst("\\.", ":");
                agents.put(name, AgentMetadataReader.read(name, Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AgentMetadataReader.BadMetadataException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Lookup lookup(String name) {
        AgentMetadata found = agents.get(name);
        return found == null
                ? new Absent(
                        "crm_resource: Metadata query for "
                                + name
                                + " failed: No such device or address, Error performing"
                                + " operation: No such object")
                : new Found(found);
    }

    @Override
    public List<String> names() {
        return List.copyOf(agents.keySet());
    }
}
