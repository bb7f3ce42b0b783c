package io.aplomb.cluster.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.cluster.fence.FenceDevice.HostCheck;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a device's parameters mean; the arguments as pacemaker-fenced 2.1.5 was seen to pass them.
 */
class FenceDeviceTest {
    private static final Map<String, FenceMetadata.Action> ACTIONS =
            Map.of(
                    "on", new FenceMetadata.Action(false, false),
                    "off", new FenceMetadata.Action(false, false),
                    "reboot", new FenceMetadata.Action(false, false),
                    "status", new FenceMetadata.Action(false, false),
                    "list", new FenceMetadata.Action(false, false));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // agent's parameters | device's | action | target | what the agent reads
                "plug port | login=root pcmk_host_list=node1 pcmk_foo=x | off | node1"
                        + " | action=off login=root nodename=node1 port=node1",
                "plug | pcmk_host_list=node1 | reboot | node1"
                        + " | action=reboot nodename=node1 plug=node1",
                "nothing | pcmk_host_list=node1 | off | node1"
                        + " | action=off nodename=node1 port=node1",
                "plug port | pcmk_host_map=node1:1;node2:2,3 | off | node2"
                        + " | action=off nodename=node2 port=2,3",
                "plug port | pcmk_host_map=Node1:x | off | node1"
                        + " | action=off nodename=node1 port=x",
                "plug port | pcmk_reboot_action=cycle | reboot | node1"
                        + " | action=cycle nodename=node1 port=node1",
                "plug port | action=off | reboot | node4 | action=off nodename=node4 port=node4",
                "plug port | action=off | on | node4 | action=on nodename=node4 port=node4",
                "plug | plug=9 | off | node1 | action=off nodename=node1 plug=9",
                "plug | plug=dynamic | off | node1 | action=off nodename=node1 plug=node1",
                "plug port | plug=9 | off | node1 | action=off nodename=node1 plug=9 port=node1",
                "plug port | pcmk_host_argument=uuid | off | node1"
                        + " | action=off nodename=node1 uuid=node1",
                "plug port | pcmk_host_argument=none | off | node1 | action=off nodename=node1",
                "plug port | login=root CRM_meta_timeout=20 crm_feature_set=3 | list |"
                        + " | action=list login=root",
            })
    void arguments_areThoseOfTheDevice_andTheTarget(
            String agent, String device, String action, String target, String expected) {
        FenceMetadata metadata = new FenceMetadata(Set.of(agent.split(" ")), ACTIONS);
        StringBuilder read = new StringBuilder();
        new TreeMap<>(device("d", device).arguments(action, target, metadata))
                .forEach((name, value) -> read.append(name + "=" + value + " "));
        assertThat(read.toString().strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', on off reboot status list, DYNAMIC_LIST",
        "'', on off status, STATUS",
        "'', on off, NONE",
        "pcmk_host_list=a, on off status list, STATIC_LIST",
        "pcmk_host_map=a:1, on off status list, STATIC_LIST",
        "pcmk_host_check=none pcmk_host_list=a, off, NONE",
        "pcmk_host_check=status pcmk_host_list=a, off, STATUS",
        "pcmk_host_check=dynamic-list pcmk_host_map=a:1, off, DYNAMIC_LIST",
        "pcmk_host_check=Static-List, off list, STATIC_LIST",
    })
    void hostCheck_followsTheConfiguration_thenTheAgent(
            String parameters, String actions, HostCheck expected) {
        Map<String, FenceMetadata.Action> can = new TreeMap<>();
        for (String action : actions.split(" ")) {
            can.put(action, new FenceMetadata.Action(false, false));
        }
        assertThat(device("d", parameters).hostCheck(new FenceMetadata(Set.of(), can)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "node1, true",
        "NODE2, true",
        "node3, true",
        "Node4, true",
        "node5, true",
        "node, false",
    })
    void staticList_isListAndMapTogether_inAnyCase(String target, boolean listed) {
        FenceDevice device =
                new FenceDevice(
                        "d",
                        "fence_x",
                        Map.of(
                                "pcmk_host_list", "node1 node2,node3;Node4",
                                "pcmk_host_map", "Node5:1"),
                        0);
        assertThat(device.lists(target)).isEqualTo(listed);
    }

    @Test
    void listOfAnAgent_isWordsUpToWhatNoNameHas() {
        assertThat(HostNames.list("vm one,x\nvm2:y;vm3\nN/A,\n1,node-1.example\non,off\n"))
                .containsExactly("vm", "one", "x", "vm2", "vm3", "N", "1", "node-1.example");
        assertThat(HostNames.list("")).isEmpty();
    }

    @Test
    void map_takesColonsEqualsBlanksAndBackslashes() {
        assertThat(HostNames.map("a:1;b=2,3 c:x\\;y\\:z\nd:;:e;f"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2,3", "c", "x;y:z"));
    }

    @ParameterizedTest
    @CsvSource({
        // parameters, action, target, chance, ms
        "'', off, a, 0.5, 0",
        "pcmk_delay_base=5, off, a, 0.5, 5000",
        "pcmk_delay_base=5s, reboot, a, 0.5, 5000",
        "pcmk_delay_base=5s, on, a, 0.5, 0",
        "pcmk_delay_base=5s, monitor, a, 0.5, 0",
        "pcmk_delay_max=10, off, a, 0.25, 2500",
        "pcmk_delay_base=2 pcmk_delay_max=10, off, a, 0.5, 6000",
        "pcmk_delay_base=12 pcmk_delay_max=10, off, a, 0.5, 12000",
        "pcmk_delay_base=a:1s;b:500ms, off, a, 0, 1000",
        "pcmk_delay_base=a:1s;b:500ms, off, B, 0, 500",
        "pcmk_delay_base=a:1s;b:500ms, off, c, 0, 0",
    })
    void delay_isForSwitchingOff(
            String parameters, String action, String target, double chance, long ms) {
        assertThat(device("d", parameters).delayMs(action, target, chance)).isEqualTo(ms);
    }

    @Test
    void numbers_haveDefaults_andSurviveNonsense() {
        FenceDevice plain = device("d", "");
        assertThat(plain.tries("off")).isEqualTo(2);
        assertThat(plain.limit()).isEqualTo(1);
        assertThat(plain.timeoutMs("off", 60_000)).isEqualTo(60_000);
        FenceDevice odd = device("d", "pcmk_off_retries=x pcmk_action_limit=x pcmk_off_timeout=x");
        assertThat(odd.tries("off")).isEqualTo(2);
        assertThat(odd.limit()).isEqualTo(1);
        assertThat(odd.timeoutMs("off", 60_000)).isEqualTo(60_000);
        FenceDevice set =
                device("d", "pcmk_off_retries=4 pcmk_action_limit=-1 pcmk_off_timeout=3s");
        assertThat(set.tries("off")).isEqualTo(4);
        assertThat(set.limit()).isEqualTo(Integer.MAX_VALUE);
        assertThat(set.timeoutMs("off", 60_000)).isEqualTo(3_000);
        assertThat(device("d", "pcmk_off_retries=0").tries("off")).isEqualTo(1);
    }

    @Test
    void metadata_isRead_withWarningsBeforeIt() {
        FenceMetadata metadata =
                FenceMetadata.parse(
                        """
                        a warning of Python
                        <?xml version="1.0" ?>
                        <resource-agent name="fence_scsi" shortdesc="x" >
                        <parameters><parameter name="plug"/><parameter name="devices"/></parameters>
                        <actions><action name="on" on_target="1" automatic="1"/><action name="off" />
                        <action name="status" /></actions></resource-agent>
                        """);
        assertThat(metadata.parameters()).containsExactlyInAnyOrder("plug", "devices");
        assertThat(metadata.unfences()).isTrue();
        assertThat(metadata.unfencesItsOwn()).isTrue();
        assertThat(metadata.supports("off")).isTrue();
        assertThat(metadata.supports("reboot")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "no such agent", "<html/>", "<resource-agent>"})
    void noMetadata_isRefused(String text) {
        assertThatThrownBy(() -> FenceMetadata.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static FenceDevice device(String name, String parameters) {
        Map<String, String> map = new TreeMap<>();
        for (String pair : parameters.split(" ")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                map.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return new FenceDevice(name, "fence_" + name, map, 0);
    }
}
