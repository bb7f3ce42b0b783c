package io.aplomb.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.FencingRecord;
import io.aplomb.cluster.live.Membership;
import io.aplomb.control.fence.FenceAgents;
import io.aplomb.model.cib.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the cluster's configuration to an agent that is run. */
@Timeout(180)
class DeviceFencingTest {
    private static final int LIMIT_S = 60;
    private static final long LIMIT_MS = 60_000;

    private static final String AGENT =
            """
            #!/bin/sh
            words=$(sort | tr '\\n' ' ')
            case $words in
              *action=metadata*)
                echo '<resource-agent name="x"><parameters><parameter name="plug"/></parameters>'
                echo '<actions><action name="off"/><action name="on"/></actions></resource-agent>' ;;
              *) echo "$words" >> FOLDER/calls ;;
            esac
            """;

    @TempDir private Path folder;

    @Test
    void configuredDevice_fences_andAStartedOneIsKnown() throws Exception {
        Path agent = folder.resolve("fence_test");
        Files.writeString(agent, AGENT.replace("FOLDER", folder.toString()));
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwx------"));
        try (DeviceFencing fencing = new DeviceFencing("n9", new FenceAgents(List.of(folder)))) {
            fencing.configuration(state());
            FencingRecord record =
                    fencing.fence("n1", "reboot", LIMIT_MS, 0).get(LIMIT_S, TimeUnit.SECONDS);
            assertThat(record.succeeded()).as(record.detail()).isTrue();
            assertThat(record.device()).isEqualTo("power");
            FencingRecord unknown =
                    fencing.fence("n2", "reboot", LIMIT_MS, 0).get(LIMIT_S, TimeUnit.SECONDS);
            assertThat(unknown.succeeded()).isFalse();

            assertThat(fencing.isRegistered("power")).isFalse();
            assertThat(fencing.register("power", "fence_test", Map.of("ip", "b"), LIMIT_MS).rc())
                    .isZero();
            assertThat(fencing.isRegistered("power")).isTrue();
            fencing.unregister("power");
            assertThat(fencing.isRegistered("power")).isFalse();
            assertThat(Files.readAllLines(folder.resolve("calls")))
                    .containsExactly("action=off ip=a nodename=n1 plug=7 ", "action=monitor ip=b ");
        }
    }

    private static ClusterState state() {
        ClusterState empty = ClusterState.initial(new Membership("c", "1", 1, List.of()));
        Element device =
                new Element(
                        "primitive",
                        Map.of("id", "power", "class", "stonith", "type", "fence_test"),
                        List.of(
                                new Element(
                                        "instance_attributes",
                                        Map.of("id", "power-attributes"),
                                        List.of(pair("ip", "a"), pair("pcmk_host_map", "n1:7")),
                                        0)),
                        0);
        Element resources = new Element("resources", Map.of(), List.of(device), 0);
        Element configuration = new Element("configuration", Map.of(), List.of(resources), 0);
        Element cib = new Element("cib", Map.of(), List.of(configuration), 0);
        return new ClusterState(
                cib,
                empty.membership(),
                empty.sessions(),
                empty.pending(),
                empty.history(),
                empty.fencings(),
                empty.documents(),
                empty.leader(),
                empty.term(),
                empty.bulletin());
    }

    private static Element pair(String name, String value) {
        return Element.of("nvpair", Map.of("name", name, "value", value));
    }
}
