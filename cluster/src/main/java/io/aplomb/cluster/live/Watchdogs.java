package io.aplomb.cluster.live;

import io.aplomb.model.cib.Element;
import io.aplomb.model.cib.SafetySettings;
import java.util.Optional;

/**
 * What the cluster knows of the watchdogs of its machines. Each node says in an attribute whether
 * its guard feeds one; {@code have-watchdog} says whether all do. Pure.
 */
public final class Watchdogs {
    /** The transient attribute of a node: {@code true} while its guard feeds a watchdog. */
    public static final String ATTRIBUTE = "#watchdog";

    private static final String PROPERTY = "have-watchdog";

    private Watchdogs() {}

    /** Whether a node's guard feeds a watchdog, or did when the node was last heard. */
    public static boolean isFed(ClusterState state, String node) {
        for (Element each : state.cib().childOrEmpty("status").children("node_state")) {
            if (node.equals(each.attribute("uname"))) {
                return "true".equals(Cibs.transients(each).get(ATTRIBUTE));
            }
        }
        return false;
    }

    /** The state with {@code have-watchdog} as it is. */
    static ClusterState told(ClusterState state) {
        boolean any = false;
        boolean all = true;
        for (Member member : state.membership().members()) {
            if (member.runsResources() && state.isUp(member.name())) {
                any = true;
                all = all && isFed(state, member.name());
            }
        }
        String value = Boolean.toString(any && all);
        String known = state.property(PROPERTY);
        return value.equals(known == null ? "false" : known)
                ? state
                : state.with(Cibs.advanced(Cibs.withProperty(state.cib(), PROPERTY, value)));
    }

    /**
     * After how long a lost node counts as reset by its watchdog, in milliseconds; empty where that
     * is not relied on. A node that freezes what it runs feeds its watchdog on, so that it is none.
     */
    static Optional<Long> goneMs(ClusterState state) {
        return "freeze".equals(state.property("no-quorum-policy")) && FencingDesk.hasDevices(state)
                ? Optional.empty()
                : SafetySettings.of(state.cib()).settings().gone();
    }
}
