package io.aplomb.formats.cib;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.model.cib.Element;
import org.junit.jupiter.api.Test;

/** The expectations were compared with what {@code cibadmin --upgrade} of 2.1.5 makes of them. */
final class UpgradeTest {

    private static Element written(String version, String configuration) {
        String text =
                "<cib validate-with=\""
                        + version
                        + "\"><configuration>"
                        + configuration
                        + "</configuration></cib>";
        Diagnostics diagnostics = new Diagnostics();
        Element cib = CibReader.readAsWritten(text, "x", diagnostics).orElseThrow();
        assertThat(diagnostics.all()).isEmpty();
        return cib;
    }

    /** The lines of the configuration after the upgrade. */
    private static String upgraded(String version, String configuration) {
        Element cib = Upgrade.toCurrent(written(version, configuration));
        return CibWriter.write(cib.childOrEmpty("configuration"));
    }

    @Test
    void toCurrent_currentForm_isTheSameObject() {
        Element cib =
                written(
                        "pacemaker-3.0",
                        "<crm_config><cluster_property_set id='o'>"
                                + "<nvpair id='p' name='stonith_enabled' value='0'/>"
                                + "</cluster_property_set></crm_config>");

        assertThat(Upgrade.toCurrent(cib)).isSameAs(cib);
    }

    @Test
    void toCurrent_oldVersion_becomesThree() {
        assertThat(Upgrade.toCurrent(written("pacemaker-2.10", "")).attribute("validate-with"))
                .isEqualTo("pacemaker-3.0");
        assertThat(Upgrade.toCurrent(written("pacemaker-1.2", "")).attribute("validate-with"))
                .isEqualTo("pacemaker-3.0");
        assertThat(Upgrade.toCurrent(written("none", "")).attribute("validate-with"))
                .isEqualTo("none");
    }

    @Test
    void toCurrent_master_isAPromotableCloneInEveryVersion() {
        assertThat(
                        upgraded(
                                "pacemaker-3.9",
                                """
                                <master id="m">
                                  <meta_attributes id="a">
                                    <nvpair id="b" name="master-max" value="2"/>
                                    <nvpair id="c" name="master-node-max" value="1"/>
                                    <nvpair id="d" name="promotable" value="false"/>
                                  </meta_attributes>
                                  <primitive id="p"/>
                                </master>
                                """))
                .isEqualTo(
                        """
                        <configuration>
                          <clone id="m">
                            <meta_attributes id="_2TO3_m-meta" score="INFINITY">
                              <nvpair id="_2TO3_m-promotable" name="promotable" value="true"/>
                            </meta_attributes>
                            <meta_attributes id="a">
                              <nvpair id="b" name="promoted-max" value="2"/>
                              <nvpair id="c" name="promoted-node-max" value="1"/>
                              <nvpair id="d" name="promotable" value="false"/>
                            </meta_attributes>
                            <primitive id="p"/>
                          </clone>
                        </configuration>
                        """);
    }

    @Test
    void toCurrent_newNameBesideTheOld_keepsBoth() {
        String configuration =
                """
                <configuration>
                  <clone id="m">
                    <meta_attributes id="a">
                      <nvpair id="b" name="master-max" value="2"/>
                      <nvpair id="c" name="promoted-max" value="1"/>
                    </meta_attributes>
                    <primitive id="p"/>
                  </clone>
                </configuration>
                """;
        String content =
                configuration.replace("<configuration>\n", "").replace("</configuration>\n", "");

        assertThat(upgraded("pacemaker-3.9", content)).isEqualTo(configuration);
    }

    @Test
    void toCurrent_properties_areRenamedMovedOrDropped() {
        assertThat(
                        upgraded(
                                "pacemaker-2.5",
                                """
                                <crm_config><cluster_property_set id="o">
                                  <nvpair id="o1" name="stonith_enabled" value="false"/>
                                  <nvpair id="o2" name="default-resource-stickiness" value="7"/>
                                  <nvpair id="o3" name="default-action-timeout" value="33s"/>
                                  <nvpair id="o4" name="expected-quorum-votes" value="2"/>
                                  <nvpair id="o5" name="cluster-infrastructure" value="cman"/>
                                  <nvpair id="o6" name="default_resource_failure_stickiness" value="-INFINITY"/>
                                  <nvpair id="o7" name="is-managed-default" value="true"/>
                                  <nvpair id="o8" name="default-resource-failure-stickiness" value="-5"/>
                                </cluster_property_set></crm_config>
                                <rsc_defaults><meta_attributes id="rd">
                                  <nvpair id="rd1" name="is-managed" value="false"/>
                                </meta_attributes></rsc_defaults>
                                """))
                .isEqualTo(
                        """
                        <configuration>
                          <crm_config>
                            <cluster_property_set id="o">
                              <nvpair id="o1" name="stonith-enabled" value="false"/>
                            </cluster_property_set>
                          </crm_config>
                          <rsc_defaults>
                            <meta_attributes id="_2TO3_o-rsc_defaults">
                              <nvpair id="o2" name="resource-stickiness" value="7"/>
                              <nvpair id="o6" name="migration-threshold" value="1"/>
                            </meta_attributes>
                            <meta_attributes id="rd">
                              <nvpair id="rd1" name="is-managed" value="false"/>
                            </meta_attributes>
                          </rsc_defaults>
                          <op_defaults>
                            <meta_attributes id="_2TO3_o-op_defaults">
                              <nvpair id="o3" name="timeout" value="33s"/>
                            </meta_attributes>
                          </op_defaults>
                        </configuration>
                        """);
    }

    @Test
    void toCurrent_propertyWithRule_movesWithIt() {
        assertThat(
                        upgraded(
                                "pacemaker-2.5",
                                """
                                <crm_config><cluster_property_set id="o" score="3">
                                  <rule id="r" boolean-op="and"/>
                                  <nvpair id="o2" name="default-resource-stickiness" value="7"/>
                                </cluster_property_set></crm_config>
                                """))
                .contains(
                        """
                          <rsc_defaults>
                            <meta_attributes id="_2TO3_o-rsc_defaults" score="3">
                              <rule id-ref="r"/>
                              <nvpair id="o2" name="resource-stickiness" value="7"/>
                            </meta_attributes>
                          </rsc_defaults>
                        """);
    }

    @Test
    void toCurrent_resource_hasNamesAndPlacesOfToday() {
        assertThat(
                        upgraded(
                                "pacemaker-2.5",
                                """
                                <primitive id="A">
                                  <instance_attributes id="Ai">
                                    <nvpair id="Ai1" name="pcmk_off_cmd" value="x"/>
                                    <nvpair id="Ai2" name="pcmk_arg_map" value="port:nodename"/>
                                    <nvpair id="Ai3" name="pcmk_arg_map" value="port:a,uuid:b"/>
                                  </instance_attributes>
                                  <meta_attributes id="Am">
                                    <nvpair id="Am1" name="isolation" value="docker"/>
                                    <nvpair id="Am2" name="resource-failure-stickiness" value="-20"/>
                                  </meta_attributes>
                                  <operations>
                                    <op id="op1" name="start" interval="0" requires="nothing"/>
                                    <op id="op2" name="monitor" interval="10s" requires="quorum">
                                      <instance_attributes id="opi">
                                        <nvpair id="opi1" name="timeout" value="40s"/>
                                        <nvpair id="opi2" name="start-delay" value="5s"/>
                                        <nvpair id="opi3" name="OCF_CHECK_LEVEL" value="10"/>
                                      </instance_attributes>
                                    </op>
                                  </operations>
                                </primitive>
                                """))
                .isEqualTo(
                        """
                        <configuration>
                          <primitive id="A">
                            <instance_attributes id="Ai">
                              <nvpair id="Ai1" name="pcmk_off_action" value="x"/>
                              <nvpair id="Ai2" name="pcmk_host_argument" value="nodename"/>
                            </instance_attributes>
                            <meta_attributes id="Am">
                              <nvpair id="Am1" name="target-role" value="Stopped"/>
                            </meta_attributes>
                            <operations>
                              <op id="op1" name="start" interval="0"/>
                              <op id="op2" name="monitor" interval="10s">
                                <instance_attributes id="opi">
                                  <nvpair id="opi3" name="OCF_CHECK_LEVEL" value="10"/>
                                </instance_attributes>
                                <meta_attributes id="_2TO3_op2-meta">
                                  <nvpair id="opi1" name="timeout" value="40s"/>
                                  <nvpair id="opi2" name="start-delay" value="5s"/>
                                </meta_attributes>
                              </op>
                            </operations>
                            <meta_attributes id="_2TO3_A-meta">
                              <nvpair id="_2TO3_op1-meta-requires" name="requires" value="nothing"/>
                            </meta_attributes>
                          </primitive>
                        </configuration>
                        """);
    }

    @Test
    void toCurrent_requiresOfTheResource_winsOverThatOfAnOperation() {
        assertThat(
                        upgraded(
                                "pacemaker-2.5",
                                """
                                <primitive id="A">
                                  <meta_attributes id="m"><nvpair id="n" name="requires" value="fencing"/></meta_attributes>
                                  <operations><op id="o" name="start" requires="nothing"/></operations>
                                </primitive>
                                """))
                .contains("value=\"fencing\"")
                .doesNotContain("nothing");
    }

    @Test
    void toCurrent_nodesAndColocations_loseWhatMeantNothing() {
        assertThat(
                        upgraded(
                                "pacemaker-2.5",
                                """
                                <nodes><node id="1" uname="a" type="normal"/></nodes>
                                <primitive id="A"/><primitive id="B"/>
                                <constraints>
                                  <rsc_colocation id="c" rsc="A" with-rsc="B" score-attribute="x"/>
                                </constraints>
                                """))
                .contains(
                        "<node id=\"1\" uname=\"a\" type=\"member\"/>",
                        "<rsc_colocation id=\"c\" rsc=\"A\" with-rsc=\"B\"/>");
    }
}
