package io.aplomb.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AgentMetadataReaderTest {

    private static final String OLDER =
            """

            <?xml version="1.0"?>
            <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
            <resource-agent name="x" shortdesc="an old agent">
            <longdesc lang="en">
            Two
            lines &amp; more
            </longdesc>
            <parameters>
            <parameter name="port" unique="1" required="1"><content type="integer" default="80"/></parameter>
            <parameter name="plug" obsoletes="port"><shortdesc>new</shortdesc></parameter>
            <parameter name="mode"><content type="select"><option value="a"/><option value="b"/></content></parameter>
            <parameter name="old" deprecated="1"/>
            </parameters>
            <actions>
            <action name="monitor" timeout="20s" interval="10" depth="0"/>
            <action name="start"/>
            </actions>
            </resource-agent>
            """;

    private static final String NEWER =
            """
            <resource-agent name="y"><version>1.1</version>
            <parameters>
            <parameter name="ip" unique-group="address" required="1"/>
            <parameter name="addr" reloadable="1">
            <deprecated><replaced-with name="ip"/><desc>too long</desc></deprecated>
            </parameter>
            </parameters>
            </resource-agent>
            """;

    @Test
    void read_versionOne_hasParametersAndActions() throws Exception {
        AgentMetadata agent = AgentMetadataReader.read("ocf:a:x", OLDER);
        assertThat(agent.version()).isEqualTo("1.0");
        assertThat(agent.shortDescription()).isEqualTo("an old agent");
        assertThat(agent.longDescription()).isEqualTo("Two\nlines & more");
        AgentMetadata.Parameter port = agent.parameter("port").orElseThrow();
        assertThat(port.required()).isTrue();
        assertThat(port.defaultValue()).isEqualTo("80");
        assertThat(port.type()).isEqualTo("integer");
        assertThat(port.uniqueGroup()).isEqualTo(AgentMetadata.Parameter.ALONE + "port");
        assertThat(port.deprecatedBy()).containsExactly("plug");
        assertThat(agent.parameter("mode").orElseThrow().choices()).containsExactly("a", "b");
        assertThat(agent.parameter("old").orElseThrow().deprecated()).isTrue();
        assertThat(agent.actions().getFirst().attributes())
                .containsEntry("timeout", "20s")
                .containsEntry("interval", "10");
        assertThat(agent.hasAction("start")).isTrue();
        assertThat(agent.hasAction("stop")).isFalse();
    }

    @Test
    void read_versionOnePointOne_hasGroupsAndReplacements() throws Exception {
        AgentMetadata agent = AgentMetadataReader.read("ocf:a:y", NEWER);
        assertThat(agent.version()).isEqualTo("1.1");
        assertThat(agent.parameter("ip").orElseThrow().uniqueGroup()).isEqualTo("address");
        AgentMetadata.Parameter old = agent.parameter("addr").orElseThrow();
        assertThat(old.deprecated()).isTrue();
        assertThat(old.deprecatedBy()).containsExactly("ip");
        assertThat(old.deprecation()).isEqualTo("too long");
    }

    @Test
    void read_whatIsNoDescription_isRefused() {
        for (String text :
                new String[] {
                    "",
                    "error: no such agent",
                    "<resource-agent>",
                    "<html/>",
                    "<resource-agent><version>9</version></resource-agent>",
                    "<resource-agent><parameters><parameter/></parameters></resource-agent>",
                    "<a>".repeat(100)
                }) {
            assertThatThrownBy(() -> AgentMetadataReader.read("ocf:a:z", text))
                    .as(text)
                    .isInstanceOf(AgentMetadataReader.BadMetadataException.class);
        }
    }

    @Test
    void read_externalEntity_isNotFollowed() {
        String text =
                """
                <!DOCTYPE resource-agent [<!ENTITY e SYSTEM "file:///etc/hostname">]>
                <resource-agent><longdesc>&e;</longdesc></resource-agent>
                """;
        assertThatThrownBy(() -> AgentMetadataReader.read("ocf:a:z", text))
                .isInstanceOf(AgentMetadataReader.BadMetadataException.class);
    }

    @Test
    void of_fenceAgent_hasParametersOfEveryDevice() throws Exception {
        AgentMetadata agent =
                StonithMetadata.of(
                        AgentMetadataReader.read(
                                "stonith:f",
                                """
                                <resource-agent><parameters>
                                <parameter name="action" required="1"/>
                                <parameter name="port" required="1"/>
                                <parameter name="plug" required="1" obsoletes="port"/>
                                <parameter name="help"/>
                                <parameter name="ip" required="1"/>
                                </parameters></resource-agent>
                                """));
        assertThat(agent.parameter("help")).isEmpty();
        assertThat(agent.parameter("action").orElseThrow().required()).isFalse();
        assertThat(agent.parameter("action").orElseThrow().deprecatedBy())
                .containsExactly("pcmk_off_action", "pcmk_reboot_action");
        assertThat(agent.parameter("port").orElseThrow().required()).isFalse();
        assertThat(agent.parameter("plug").orElseThrow().required()).isFalse();
        assertThat(agent.parameter("ip").orElseThrow().required()).isTrue();
        assertThat(agent.parameter("pcmk_host_list")).isPresent();
        assertThat(agent.parameter("pcmk_reboot_timeout").orElseThrow().advanced()).isTrue();
    }
}
