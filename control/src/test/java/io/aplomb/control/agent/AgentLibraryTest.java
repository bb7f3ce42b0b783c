package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.testkit.RequiredTool;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Which agents there are, and what they say of themselves. */
@Timeout(120)
class AgentLibraryTest {

    @TempDir Path home;

    private AgentPlaces places() {
        AgentPlaces usual = AgentPlaces.of("node", home.resolve("state"));
        return new AgentPlaces(
                "node",
                usual.state(),
                usual.run(),
                home.resolve("ocf"),
                home.resolve("init.d"),
                home.resolve("sbin"),
                home.resolve("units"),
                home.resolve("bin").toString());
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void agents_areListedByTheirFullNames() throws Exception {
        ExecutorRoom.program(home.resolve("ocf/resource.d/ours/web"), "#!/bin/sh\n");
        ExecutorRoom.program(home.resolve("ocf/resource.d/ours/.hidden"), "#!/bin/sh\n");
        Files.writeString(home.resolve("ocf/resource.d/ours/README"), "no program");
        ExecutorRoom.program(home.resolve("init.d/old"), "#!/bin/sh\n");
        ExecutorRoom.program(home.resolve("sbin/fence_test"), "#!/bin/sh\n");
        ExecutorRoom.program(home.resolve("sbin/fence_legacy"), "#!/bin/sh\n");
        ExecutorRoom.program(
                home.resolve("bin/systemctl"),
                "#!/bin/sh\necho 'nginx.service   enabled enabled'\necho 'a@.service static -'\n");
        AgentLibrary library = new AgentLibrary(places());
        assertThat(library.providers()).containsExactly("ours");
        assertThat(library.names())
                .containsExactly(
                        "ocf:ours:web",
                        "lsb:old",
                        "systemd:a@",
                        "systemd:nginx",
                        "service:a@",
                        "service:nginx",
                        "service:old",
                        "aplomb:Filesystem",
                        "aplomb:IPaddr2",
                        "aplomb:Process",
                        "stonith:fence_test");
    }

    @Test
    void metadata_isAskedForOnce_untilTheAgentChanges() throws Exception {
        Path agent = home.resolve("ocf/resource.d/ours/web");
        String text = "#!/bin/sh\necho x >>" + home.resolve("asked") + "\necho '<a n=\"@\"/>'\n";
        ExecutorRoom.program(agent, text.replace("@", "1"));
        AgentLibrary library = new AgentLibrary(places());
        AgentName name = new AgentName("ocf", "ours", "web");
        assertThat(library.metadata(name).xml()).contains("<a n=\"1\"/>\n");
        assertThat(library.metadata(name).xml()).contains("<a n=\"1\"/>\n");
        assertThat(Files.readAllLines(home.resolve("asked"))).hasSize(1);
        ExecutorRoom.program(agent, text.replace("@", "2"));
        Files.setLastModifiedTime(agent, FileTime.fromMillis(1_000_000));
        assertThat(library.metadata(name).xml()).contains("<a n=\"2\"/>\n");
    }

    @Test
    void agentWithoutMetadata_saysWhy() throws Exception {
        ExecutorRoom.program(
                home.resolve("ocf/resource.d/ours/bad"), "#!/bin/sh\necho broken >&2\nexit 4\n");
        AgentLibrary library = new AgentLibrary(places());
        assertThat(library.metadata(new AgentName("ocf", "ours", "bad")).reason())
                .isEqualTo("it ended with exit code 4: broken");
        assertThat(library.metadata(new AgentName("ocf", "ours", "none")).reason())
                .isEqualTo("No such file or directory");
        assertThat(library.metadata(new AgentName("ocf", "..", "x")).xml()).isEmpty();
        assertThat(library.metadata(new AgentName("aplomb", null, "None")).reason())
                .contains("there are [Filesystem, IPaddr2, Process]");
        assertThat(library.metadata(new AgentName("lsb", null, "none")).xml()).isEmpty();
    }

    @Test
    void builtInAgents_describeEachOfTheirParameters() throws Exception {
        AgentLibrary library = new AgentLibrary(places());
        for (String type : List.of("IPaddr2", "Process", "Filesystem")) {
            String xml = library.metadata(new AgentName("aplomb", null, type)).xml().orElseThrow();
            Document document = parsed(xml);
            assertThat(document.getDocumentElement().getAttribute("name")).isEqualTo(type);
            assertThat(document.getElementsByTagName("parameter").getLength()).isPositive();
        }
        Document unit = parsed(ServiceMetadata.of("a<b&\"c\"", "systemd unit"));
        assertThat(unit.getDocumentElement().getAttribute("name")).isEqualTo("a<b&\"c\"");
    }

    @Test
    void debiansAgents_describeThemselves() throws Exception {
        var _ = RequiredTool.path("ocf-tester");
        var _ = RequiredTool.path("fence_virsh");
        AgentLibrary library = new AgentLibrary(AgentPlaces.of("node", home.resolve("state")));
        assertThat(library.names())
                .contains("ocf:heartbeat:IPaddr2", "ocf:heartbeat:Dummy", "stonith:fence_virsh");
        for (AgentName name :
                List.of(
                        new AgentName("ocf", "heartbeat", "IPaddr2"),
                        new AgentName("stonith", null, "fence_virsh"))) {
            String xml = library.metadata(name).xml().orElseThrow();
            assertThat(xml).contains("<parameter name=\"ip\"");
        }
    }
}
