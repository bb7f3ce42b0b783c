package io.aplomb.cluster.schedule;

import io.aplomb.base.Diagnostics;
import io.aplomb.cluster.schedule.RandomConfiguration.Health;
import io.aplomb.cluster.schedule.RandomConfiguration.Made;
import io.aplomb.cluster.schedule.RandomConfiguration.Sort;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random cluster information base; the same for the same seed. */
final class RandomCluster {

    /** When all of them are looked at. */
    static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-01T12:00:00Z");

    private static final String KEY = "1:0:%d:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    private final Random random;
    private final boolean calm;
    private final RandomConfiguration configuration;

    /** By node: the entries of the history. */
    private final Map<Integer, StringBuilder> histories = new LinkedHashMap<>();

    private final Map<Integer, StringBuilder> attributes = new LinkedHashMap<>();
    private int calls;

    private RandomCluster(long seed, boolean calm) {
        this.random = new Random(seed);
        this.calm = calm;
        this.configuration = new RandomConfiguration(random, calm);
    }

    /** A cluster in which things have gone wrong. */
    static String troubled(long seed) {
        return new RandomCluster(seed, false).xml();
    }

    /** A cluster that has all it needs. */
    static String calm(long seed) {
        return new RandomCluster(seed, true).xml();
    }

    static Element read(String xml) {
        Diagnostics diagnostics = new Diagnostics();
        return CibReader.read(xml, "random", diagnostics)
                .orElseThrow(() -> new AssertionError(diagnostics.render() + xml));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String xml() {
        int count = configuration.nodes().size();
        for (int node = 0; node < count; node++) {
            histories.put(node, new StringBuilder());
            attributes.put(node, new StringBuilder());
        }
        configuration.resources().forEach(this::makeHistory);
        StringBuilder xml = new StringBuilder();
        boolean quorum = calm || chance(85);
        xml.append("<cib crm_feature_set=\"3.16.1\" validate-with=\"pacemaker-3.9\" epoch=\"1\"");
        xml.append(" num_updates=\"1\" admin_epoch=\"0\" have-quorum=\"").append(quorum ? 1 : 0);
        xml.append("\" dc-uuid=\"1\">").append(configuration.xml()).append("<status>");
        for (int node = 0; node < count; node++) {
            state(xml, node);
        }
        return xml.append("</status></cib>").toString();
    }

    private void state(StringBuilder xml, int node) {
        Health health = configuration.nodes().get(node);
        if (health == Health.UNSEEN) {
            return;
        }
        String presence =
                switch (health) {
                    case OFFLINE ->
                            "in_ccm=\"false\" crmd=\"offline\" join=\"down\" expected=\"down\"";
                    case UNCLEAN ->
                            "in_ccm=\"false\" crmd=\"offline\" join=\"member\" expected=\"member\"";
                    default ->
                            "in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"";
                };
        String id = Integer.toString(node + 1);
        xml.append("<node_state id=\"").append(id).append("\" uname=\"n").append(node);
        xml.append("\" ").append(presence).append("><transient_attributes id=\"").append(id);
        xml.append("\"><instance_attributes id=\"status-").append(id).append("\">");
        xml.append(attributes.get(node)).append("</instance_attributes></transient_attributes>");
        xml.append("<lrm id=\"").append(id).append("\"><lrm_resources>");
        xml.append(histories.get(node)).append("</lrm_resources></lrm></node_state>");
    }

    private boolean isUp(int node) {
        return switch (configuration.nodes().get(node)) {
            case OFFLINE, UNSEEN -> false;
            case UNCLEAN, ONLINE, STANDBY, MAINTENANCE -> true;
        };
    }

    /** Where a resource runs, has run, or was looked for. */
    private void makeHistory(Made made) {
        int count = configuration.nodes().size();
        boolean single = made.sort() == Sort.PRIMITIVE || made.sort() == Sort.GROUP;
        int left = chance(25) ? 0 : made.instances();
        int twice = !calm && single && chance(3) ? 1 : 0;
        int offset = random.nextInt(count);
        boolean promoted = false;
        for (int i = 0; i < count; i++) {
            int node = (offset + i) % count;
            if (!isUp(node)) {
                continue;
            }
            boolean active = left + twice > 0 && chance(80);
            left -= active ? 1 : 0;
            boolean promote = active && made.sort() == Sort.PROMOTABLE && !promoted && chance(60);
            promoted |= promote;
            int running = active ? chance(85) ? 99 : random.nextInt(5) : 0;
            for (int m = 0; m < made.members().size(); m++) {
                entry(made, made.members().get(m), node, m < running, promote);
            }
        }
    }

    private void entry(Made made, String id, int node, boolean active, boolean promoted) {
        boolean fenceDevice = id.equals("Fence");
        if (!active && chance(20)) {
            return;
        }
        StringBuilder xml = histories.getOrDefault(node, new StringBuilder());
        xml.append("<lrm_resource id=\"").append(id).append("\" class=\"");
        xml.append(
                fenceDevice ? "stonith\" type=\"fence_x" : "ocf\" provider=\"pacemaker\" type=\"");
        if (!fenceDevice) {
            xml.append(made.sort() == Sort.PROMOTABLE ? "Stateful" : "Dummy");
        }
        xml.append("\">");
        if (!active) {
            operation(xml, id, "last_0", chance(50) ? "monitor:7" : "stop:0", 0);
        } else if (promoted) {
            operation(xml, id, "last_0", "promote:0", 0);
        } else if (!calm && chance(2)) {
            pending(xml, id, chance(50) ? "stop" : "start");
        } else {
            operation(xml, id, "last_0", chance(15) ? "monitor:0" : "start:0", 0);
        }
        if (active && !promoted && chance(60)) {
            operation(xml, id, "monitor_10000", "monitor:0", 10_000);
        }
        if (made.sort() == Sort.PROMOTABLE && active && chance(80)) {
            attribute(node, "master-" + id, Integer.toString(1 + random.nextInt(3) * 5));
        }
        if (!calm && chance(8)) {
            mishap(xml, id, node, active);
        }
        xml.append("</lrm_resource>");
    }

    private void mishap(StringBuilder xml, String id, int node, boolean active) {
        int dice = random.nextInt(100);
        String task = active ? dice < 80 ? "monitor" : "stop" : "start";
        long interval = task.equals("monitor") ? 10_000 : 0;
        operation(xml, id, "last_failure_0", task + (chance(50) ? ":1" : ":7"), interval);
        String suffix = id + '#' + task + '_' + interval;
        attribute(
                node,
                "fail-count-" + suffix,
                interval == 0 ? "INFINITY" : Integer.toString(1 + random.nextInt(3)));
        attribute(node, "last-failure-" + suffix, "1772366000");
    }

    private void pending(StringBuilder xml, String id, String task) {
        String key = KEY.formatted(0);
        xml.append("<lrm_rsc_op id=\"").append(id).append("_last_0\" operation_key=\"");
        xml.append(id).append('_').append(task).append("_0\" operation=\"").append(task);
        xml.append("\" transition-key=\"").append(key).append("\" transition-magic=\"-1:193;");
        xml.append(key).append("\" call-id=\"-1\" rc-code=\"193\" op-status=\"-1\" interval=\"0\"");
        xml.append("/>");
    }

    private void operation(
            StringBuilder xml, String id, String name, String result, long interval) {
        List<String> parts = List.of(result.split(":", -1));
        String task = parts.getFirst();
        String rc = parts.getLast();
        boolean failure = name.equals("last_failure_0");
        int expected = failure ? 0 : Integer.parseInt(rc);
        boolean recurring = name.startsWith("monitor");
        String key = KEY.formatted(expected);
        xml.append("<lrm_rsc_op id=\"").append(id).append('_').append(name);
        xml.append("\" operation_key=\"").append(id).append('_').append(task).append('_');
        xml.append(interval).append("\" operation=\"").append(task);
        xml.append("\" transition-key=\"").append(key).append("\" transition-magic=\"0:");
        xml.append(rc).append(';').append(key).append("\" call-id=\"").append(++calls);
        xml.append("\" rc-code=\"").append(rc).append("\" op-status=\"0\" interval=\"");
        xml.append(interval).append("\" last-rc-change=\"1772366000\"");
        xml.append(recurring ? "" : " last-run=\"1772366000\"").append("/>");
    }

    private void attribute(int node, String name, String value) {
        attributes
                .getOrDefault(node, new StringBuilder())
                .append("<nvpair id=\"t")
                .append(++calls)
                .append("\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(value)
                .append("\"/>");
    }
}
