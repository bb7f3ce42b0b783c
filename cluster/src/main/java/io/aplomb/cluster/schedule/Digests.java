package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operation was done with the parameters of today: histories keep a digest of them.
 *
 * <p>Source: Pacemaker Explained, "Operation history": {@code op-digest}, {@code
 * op-restart-digest}.
 */
final class Digests {
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "id",
                    "crm_feature_set",
                    "op-digest",
                    "on_node",
                    "on_node_uuid",
                    "pcmk_external_ip");

    private final Cluster cluster;

    Digests(Cluster cluster) {
        this.cluster = cluster;
    }

    enum Change {
        NONE,
        UNKNOWN,
        /** Something that a reload, if there is one, can deal with. */
        ANY,
        /** Something that only a restart can deal with. */
        RESTART
    }

    /** What changed since the entry was made; the task is that whose parameters count. */
    Change change(Primitive resource, Node node, Element entry, String task) {
        Change change = openChange(resource, node, entry, task);
        return change != Change.NONE && onlySecretsChanged(resource, node, entry)
                ? Change.NONE
                : change;
    }

    /** In a state given away for simulation, passwords are blotted out: they are no change. */
    private boolean onlySecretsChanged(Primitive resource, Node node, Element entry) {
        String digest = entry.attribute("op-secure-digest");
        if (digest == null) {
            return false;
        }
        Map<String, String> open = new TreeMap<>(Parameters.of(cluster, resource, node));
        for (String secret : entry.attribute("op-secure-params", "").trim().split("\\s+")) {
            open.remove(secret);
        }
        open.keySet().removeAll(LEFT_OUT);
        if (resource.fenceDevice) {
            open.keySet().removeIf(name -> name.startsWith("pcmk_"));
        }
        return digest.equals(digest(open));
    }

    private Change openChange(Primitive resource, Node node, Element entry, String task) {
        long interval = History.interval(entry);
        Map<String, String> all = parameters(resource, node, task, interval);
        String restart = entry.attribute("op-restart-digest");
        if (restart != null && !restart.equals(digest(restarting(all, entry)))) {
            return Change.RESTART;
        }
        String digest = entry.attribute("op-digest");
        if (digest == null) {
            return Change.UNKNOWN;
        }
        if (digest.equals(digest(all))) {
            return Change.NONE;
        }
        return interval == 0 && !ownParameters(resource, task, interval).isEmpty()
                ? Change.RESTART
                : Change.ANY;
    }

    /** The digest that an operation started now gets. */
    String digest(Primitive resource, Node node, String task, long intervalMs) {
        return digest(parameters(resource, node, task, intervalMs));
    }

    private Map<String, String> parameters(
            Primitive resource, Node node, String task, long intervalMs) {
        Map<String, String> all = new TreeMap<>();
        all.putAll(Parameters.of(cluster, resource, node));
        all.putAll(ownParameters(resource, task, intervalMs));
        all.keySet().removeIf(name -> LEFT_OUT.contains(name) || name.startsWith("CRM_meta_"));
        if (intervalMs > 0) {
            all.put("CRM_meta_timeout", Long.toString(timeout(resource, node, task, intervalMs)));
        }
        return all;
    }

    private Map<String, String> ownParameters(Primitive resource, String task, long intervalMs) {
        Element op = configured(resource, task, intervalMs);
        return op == null
                ? Map.of()
                : NameValues.unpack(op.children("instance_attributes"), cluster.rules(), "");
    }

    private static @Nullable Element configured(Primitive resource, String task, long intervalMs) {
        return Operations.find(
                resource, Task.key(resource.id, task, intervalMs), task, intervalMs, true);
    }

    private long timeout(Primitive resource, Node node, String task, long intervalMs) {
        Element op = configured(resource, task, intervalMs);
        RuleInput input =
                cluster.rules()
                        .ofAgent(resource.standard, resource.provider, resource.type)
                        .ofOperation(task, intervalMs);
        String text = op == null ? null : op.attribute("timeout");
        if (text == null && op != null) {
            text = NameValues.unpack(op.children("meta_attributes"), input, "").get("timeout");
        }
        if (text == null) {
            text =
                    NameValues.unpack(
                                    cluster.configuration("op_defaults")
                                            .children("meta_attributes"),
                                    input,
                                    "")
                            .get("timeout");
        }
        if (resource.fenceDevice && task.equals(Task.MONITOR)) {
            String own = Parameters.of(cluster, resource, node).get("pcmk_monitor_timeout");
            text = own == null ? text : own;
        }
        long millis = text == null ? -1 : Intervals.timeoutMillis(text);
        return millis < 0 ? 20_000 : millis;
    }

    private static Map<String, String> restarting(Map<String, String> all, Element entry) {
        String list = entry.attribute("op-force-restart");
        if (list == null) {
            return all;
        }
        Set<String> names = new HashSet<>(Arrays.asList(list.trim().split("\\s+")));
        Map<String, String> some = new TreeMap<>(all);
        some.keySet().retainAll(names);
        return some;
    }

    static String digest(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder(" <parameters");
        new TreeMap<>(parameters)
                .forEach(
                        (name, value) ->
                                text.append(' ')
                                        .append(name)
                                        .append("=\"")
                                        .append(escaped(value))
                                        .append('"'));
        text.append("/>\n");
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of()
                    .formatHex(md5.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }
}
