package io.aplomb.cluster.alert;

import io.aplomb.cluster.alert.Happening.AttributeChanged;
import io.aplomb.cluster.alert.Happening.Fenced;
import io.aplomb.cluster.alert.Happening.NodeChanged;
import io.aplomb.cluster.alert.Happening.Operated;
import io.aplomb.cluster.alert.Happening.Turned;
import io.aplomb.model.cib.ExitCodes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event by the names that Pacemaker's alerts use, without their prefix {@code CRM_alert_}.
 *
 * <p>Source: Pacemaker Explained, "Alerts"; values as observed of Pacemaker 2.1.5.
 */
public final class EventFields {
    /** As fenced tells each fencing, whatever the action. */
    private static final String FENCING_TASK = "st_notify_fence";

    /** What fencing that failed for no particular reason comes to there: -ENODATA. */
    private static final int FENCING_FAILED = -61;

    private EventFields() {}

    /** The fields in a fixed order. */
    public static Map<String, String> of(Happening what) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (what) {
            case NodeChanged node -> {
                fields.put("kind", "node");
                fields.put("node", node.node());
                fields.put("nodeid", Integer.toString(node.nodeId()));
                fields.put("desc", node.there() ? "member" : "lost");
            }
            case Fenced fenced -> {
                fields.put("kind", "fencing");
                fields.put("node", fenced.target());
                fields.put("desc", description(fenced));
                fields.put("task", FENCING_TASK);
                fields.put("rc", Integer.toString(fenced.succeeded() ? 0 : FENCING_FAILED));
            }
            case Operated operated -> {
                fields.put("kind", "resource");
                fields.put("node", operated.node());
                fields.put("rsc", operated.resource());
                fields.put("task", operated.operation());
                fields.put("interval", Long.toString(operated.intervalMs()));
                fields.put("desc", outcome(operated));
                fields.put("status", Integer.toString(operated.status()));
                fields.put("rc", Integer.toString(operated.rc()));
                fields.put("target_rc", Integer.toString(operated.targetRc()));
                fields.put("exec_time", Long.toString(operated.executedMs()));
            }
            case AttributeChanged attribute -> {
                fields.put("kind", "attribute");
                fields.put("node", attribute.node());
                fields.put("nodeid", Integer.toString(attribute.nodeId()));
                fields.put("attribute_name", attribute.name());
                fields.put("attribute_value", attribute.value());
            }
            case Turned turned -> {
                boolean resource = turned.kind() == Incident.Kind.RESOURCE;
                fields.put("kind", resource ? "resource" : "node");
                fields.put(resource ? "rsc" : "node", turned.subject());
                fields.put("desc", turned.turn().name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        return Collections.unmodifiableMap(fields);
    }

    private static String description(Fenced fenced) {
        String by = fenced.device().equals(Fenced.HUMAN) ? "a human" : fenced.by();
        String came =
                fenced.succeeded()
                        ? "OK"
                        : fenced.detail().isEmpty() ? "Error" : "Error (" + fenced.detail() + ')';
        return "Operation %s of %s by %s for aplomb@%s: %s"
                .formatted(fenced.action(), fenced.target(), by, fenced.by(), came);
    }

    /** What an operation came to, in Pacemaker's words. */
    static String outcome(Operated operated) {
        return switch (operated.status()) {
            case 0 -> ExitCodes.meaning(operated.rc());
            case 1 -> "Cancelled";
            case 2 -> "Timed Out";
            case 3 -> "NOT SUPPORTED";
            case 5 -> "Hard error";
            case 6 -> "Fatal error";
            case 7 -> "Not installed";
            case 8 -> "Internal communication failure";
            case 9 -> "Cannot execute now";
            default -> "Error";
        };
    }
}
