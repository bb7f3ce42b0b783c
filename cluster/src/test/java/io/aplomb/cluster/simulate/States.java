package io.aplomb.cluster.simulate;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.StringJoiner;

/** Small states to try things on: nodes n1, n2, ..., a fence device, and resources. */
final class States {
    static final OffsetDateTime NOW = Instant.ofEpochSecond(1_700_000_000).atOffset(ZoneOffset.UTC);

    private States() {}

    /**
     * A state.
     *
     * @param nodes how many there are, all online
     * @param properties nvpairs of the cluster's properties
     * @param resources XML
     * @param running {@code resource@node} for each that runs
     */
    static Element state(int nodes, String properties, String resources, String... running) {
        StringJoiner members = new StringJoiner("");
        StringJoiner status = new StringJoiner("");
        for (int i = 1; i <= nodes; i++) {
            members.add("<node id='%d' uname='n%d'/>".formatted(i, i));
            StringJoiner history = new StringJoiner("");
            for (String each : running) {
                String[] parts = each.split("@");
                if (parts[1].equals("n" + i)) {
                    history.add(started(parts[0]));
                }
            }
            status.add(
                    """
                    <node_state id='%d' uname='n%d' in_ccm='true' crmd='online' join='member'
                     expected='member'><lrm id='%d'><lrm_resources>%s</lrm_resources></lrm></node_state>
                    """
                            .formatted(i, i, i, history));
        }
        return read(
                """
                <cib validate-with="none" have-quorum="1" crm_feature_set="3.16.1">
                <configuration><crm_config><cluster_property_set id="cps">%s</cluster_property_set>
                </crm_config><nodes>%s</nodes><resources>%s</resources><constraints/></configuration>
                <status>%s</status></cib>
                """
                        .formatted(properties, members, resources, status));
    }

    private static String started(String resource) {
        return """
        <lrm_resource id='%s' %s><lrm_rsc_op
         id='%s_last_0' operation_key='%s_start_0' operation='start' call-id='1' rc-code='0'
         op-status='0' interval='0' transition-key='1:1:0:x' transition-magic='0:0;1:1:0:x'/>
        </lrm_resource>
        """
                .formatted(
                        resource,
                        resource.equals("fence")
                                ? "class='stonith' type='fence_xvm'"
                                : "class='ocf' provider='heartbeat' type='Dummy'",
                        resource,
                        resource);
    }

    static String property(String name, String value) {
        return "<nvpair id='p-%s' name='%s' value='%s'/>".formatted(name, name, value);
    }

    static String dummy(String id) {
        return "<primitive id='%s' class='ocf' provider='heartbeat' type='Dummy'/>".formatted(id);
    }

    static String fenceDevice() {
        return "<primitive id='fence' class='stonith' type='fence_xvm'/>";
    }

    static Element read(String text) {
        Diagnostics diagnostics = new Diagnostics();
        return CibReader.read(text, "state.xml", diagnostics)
                .orElseThrow(() -> new AssertionError(diagnostics.render()));
    }
}
