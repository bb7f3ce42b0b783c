package io.aplomb.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.control.agent.AgentLibrary;
import io.aplomb.control.agent.AgentPlaces;
import io.aplomb.formats.pcs.AgentCatalog;
import io.aplomb.formats.pcs.AgentMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledAgentsTest {

    @TempDir private Path root;
    private InstalledAgents agents;

    @BeforeEach
    void makeAgents() throws IOException {
        agents =
                new InstalledAgents(
                        new AgentLibrary(
                                new AgentPlaces(
                                        "node",
                                        root.resolve("state"),
                                        root.resolve("run"),
                                        root.resolve("ocf"),
                                        root.resolve("init.d"),
                                        root.resolve("sbin"),
                                        root.resolve("units"),
                                        "/usr/bin:/bin")));
        write(
                "ocf/resource.d/own/thing",
                """
                #!/bin/sh
                [ "$1" = meta-data ] || exit 3
                echo '<resource-agent name="thing"><version>1.1</version><parameters>'
                echo '<parameter name="first" required="1"/></parameters></resource-agent>'
                """);
        write("ocf/resource.d/own/mute", "#!/bin/sh\necho nothing of use\n");
        write("init.d/cron", "#!/bin/sh\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private AgentMetadata metadata(String name) {
        AgentCatalog.Lookup lookup = agents.lookup(name);
        assertThat(lookup).as(name).isInstanceOf(AgentCatalog.Found.class);
        return ((AgentCatalog.Found) lookup).metadata();
    }

    @Test
    void names_installedAndBuiltIn_areThere() {
        assertThat(agents.names())
                .contains("ocf:own:thing", "lsb:cron", "service:cron", "aplomb:IPaddr2");
    }

    @Test
    void lookup_agents_sayWhatTheyAre() {
        assertThat(metadata("ocf:own:thing").parameter("first").orElseThrow().required()).isTrue();
        assertThat(metadata("lsb:cron").hasAction("monitor")).isTrue();
        for (String name : List.of("aplomb:IPaddr2", "aplomb:Process", "aplomb:Filesystem")) {
            assertThat(metadata(name).parameters()).as(name).isNotEmpty();
        }
    }

    @Test
    void lookup_whatIsNotThereOrMute_isAbsentWithAReason() {
        for (String name :
                List.of(
                        "ocf:own:nothing",
                        "ocf:own",
                        "ocf:own:mute",
                        "lsb:nosuch",
                        "stonith:nosuch",
                        "aplomb:nosuch",
                        "weird:x",
                        "plain")) {
            assertThat(agents.lookup(name))
                    .as(name)
                    .isInstanceOfSatisfying(
                            AgentCatalog.Absent.class,
                            absent -> assertThat(absent.reason()).isNotBlank());
        }
    }
}
