package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The calls that Debian's resource agents make, with the answers of Pacemaker 2.1.5. */
class AgentToolsTest {

    private final FakeServices cluster = new FakeServices();
    private final AgentTools tools = new AgentTools(cluster);

    private ToolAnswer ask(String line) {
        List<String> words = CommandWords.split(line);
        return tools.answer(words.getFirst(), "db:1", words.subList(1, words.size()));
    }

    private String said(String line) {
        ToolAnswer answer = ask(line);
        assertThat(answer.rc()).as("%s: %s", line, answer.error()).isZero();
        return answer.output();
    }

    @Test
    void promotionScore_isATransientAttributeNamedForTheInstance() {
        assertThat(said("crm_attribute -p -v 10")).isEmpty();
        assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/master-db:1", "10");
        assertThat(said("crm_attribute -p -G -q")).isEqualTo("10\n");
        assertThat(said("crm_master -Q -v 100 -l reboot")).isEmpty();
        assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/master-db:1", "100");
        assertThat(said("crm_master -l reboot -D")).isEmpty();
        assertThat(cluster.attributes).isEmpty();
        assertThat(said("crm_attribute --promotion=web --update=-INFINITY")).isEmpty();
        assertThat(cluster.attributes).containsEntry("alpha/TRANSIENT/master-web", "-INFINITY");
        assertThat(said("crm_master -v 5")).isEmpty();
        assertThat(cluster.attributes).containsEntry("alpha/PERMANENT/master-db:1", "5");
    }

    @Test
    void attributesOfNodes_inAllTheirForms() {
        assertThat(said("crm_attribute -N beta -l reboot --name 'rabbit-master' --update 'true'"))
                .isEmpty();
        assertThat(said("crm_attribute -N beta -l reboot --name rabbit-master --query"))
                .isEqualTo("scope=status  name=rabbit-master value=true\n");
        assertThat(said("crm_attribute -lforever --node=beta -n x -v 'a b'")).isEmpty();
        assertThat(said("crm_attribute --type nodes --node beta -n x -Gq")).isEqualTo("a b\n");
        assertThat(said("crm_attribute -t nodes --node alpha -z -n cpu -v 4")).isEmpty();
        assertThat(cluster.attributes).containsEntry("alpha/UTILIZATION/cpu", "4");
        ToolAnswer none = ask("crm_attribute -N alpha -l reboot --name nothing --quiet");
        assertThat(none.rc()).isEqualTo(ToolAnswer.NO_SUCH);
        assertThat(none.error()).contains("No such device or address");
    }

    @Test
    void optionsOfTheCluster() {
        assertThat(
                        said(
                                "crm_attribute --type=crm_config --name=stonith-enabled --query --quiet"
                                        + " --default=true"))
                .isEqualTo("true\n");
        assertThat(
                        said(
                                "crm_attribute --type crm_config --name db_REPL_INFO -s mysql_replication"
                                        + " -v 'alpha|bin.1|4'"))
                .isEmpty();
        assertThat(said("crm_attribute --type crm_config --name db_REPL_INFO -s x --query -q"))
                .isEqualTo("alpha|bin.1|4\n");
    }

    @Test
    void updater_setsAndAsksForTransientAttributes() {
        assertThat(said("attrd_updater -n pingd -B 1000 -d 5s")).isEmpty();
        assertThat(said("attrd_updater -n pingd -Q"))
                .isEqualTo("name=\"pingd\" host=\"alpha\" value=\"1000\"\n");
        assertThat(said("attrd_updater -p -N beta -n db-gtid -U 7")).isEmpty();
        assertThat(said("attrd_updater -p -N beta -n db-gtid -Q"))
                .isEqualTo("name=\"db-gtid\" host=\"beta\" value=\"7\"\n");
        assertThat(said("attrd_updater -n PGSQL_STATUS -v normal")).isEmpty();
        assertThat(said("attrd_updater -n pingd -D -d 5s")).isEmpty();
        assertThat(ask("attrd_updater -n pingd -Q").rc()).isEqualTo(ToolAnswer.NO_SUCH);
        assertThat(ask("attrd_updater -Q").rc()).isEqualTo(ToolAnswer.USAGE);
    }

    @Test
    void nodes_asCrmNodeTellsThem() {
        assertThat(said("crm_node -n")).isEqualTo("alpha\n");
        assertThat(said("crm_node -i")).isEqualTo("1\n");
        assertThat(said("crm_node -l")).isEqualTo("1 alpha member\n2 beta lost\n");
        assertThat(said("crm_node -p")).isEqualTo("alpha \n");
        assertThat(said("crm_node -q")).isEqualTo("1\n");
        assertThat(said("crm_node -N 2")).isEqualTo("beta\n");
    }

    @Test
    void resources_areLocated() {
        assertThat(said("crm_resource -W -r db"))
                .isEqualTo(
                        "resource db is running on: alpha Promoted\n"
                                + "resource db is running on: beta\n");
        assertThat(said("crm_resource --locate --resource=web"))
                .isEqualTo("resource web is NOT running\n");
        assertThat(said("crm_resource -r vip -g ip")).isEqualTo("192.0.2.1\n");
        assertThat(ask("crm_resource -r vip -g nic").rc()).isEqualTo(ToolAnswer.NO_SUCH);
    }

    @Test
    void whatAgentsDoNotAsk_isForTheWholeProgram() {
        for (String line :
                List.of(
                        "crm_resource --list-operations -N beta",
                        "crm_node -R beta",
                        "crm_attribute --help",
                        "crm_attribute -t tickets -n x -G",
                        "crm_mon -1")) {
            assertThat(ask(line).rc()).as(line).isEqualTo(ToolAnswer.ELSEWHERE);
        }
    }

    @Test
    void clusterThatRefuses_isNotConnected() {
        cluster.refuses = true;
        ToolAnswer answer = ask("crm_attribute -p -G");
        assertThat(answer.rc()).isEqualTo(ToolAnswer.DISCONNECTED);
        assertThat(answer.error()).isEqualTo("crm_attribute: no quorum\n");
    }
}
