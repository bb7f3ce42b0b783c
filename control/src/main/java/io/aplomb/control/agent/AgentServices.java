package io.aplomb.control.agent;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What agents may ask of the cluster, and tell it, by {@code crm_attribute}, {@code attrd_updater},
 * {@code crm_node} and {@code crm_resource}. From any thread; calls may wait for the cluster, but
 * for seconds only: an agent waits.
 */
public interface AgentServices {

    /** Where a node's attribute is kept. */
    enum Store {
        /** Until the node leaves the cluster ({@code --lifetime reboot}). */
        TRANSIENT,
        /** In the configuration ({@code --lifetime forever}). */
        PERMANENT,
        /** In the configuration, as a capacity ({@code --utilization}). */
        UTILIZATION
    }

    /**
     * A node of the cluster.
     *
     * @param member whether it is there now
     */
    record Node(String name, long id, boolean member) {}

    /**
     * Where a resource runs.
     *
     * @param promoted whether in the promoted role
     */
    record Place(String node, boolean promoted) {}

    /** The cluster cannot answer, or refuses. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** The message is for people. */
        public Refused(String message) {
            super(message);
        }
    }

    /** This node's name. */
    String self();

    /** All nodes that the cluster knows. */
    List<Node> nodes() throws Refused;

    /** Whether this node is of the part that decides. */
    boolean hasQuorum();

    /** An attribute of a node. */
    Optional<String> attribute(String node, String name, Store store) throws Refused;

    /**
     * Sets an attribute of a node.
     *
     * @param value null to remove it
     * @param dampening how long further changes are waited for, {@code 5s}; null for what it was
     */
    void attribute(
            String node,
            String name,
            @Nullable String value,
            Store store,
            @Nullable String dampening)
            throws Refused;

    /** An option of the cluster. */
    Optional<String> option(String name) throws Refused;

    /**
     * Sets an option of the cluster.
     *
     * @param set the id of the set it shall be in; null for the usual one
     * @param value null to remove it
     */
    void option(@Nullable String set, String name, @Nullable String value) throws Refused;

    /** Where a resource runs; empty for nowhere. */
    List<Place> places(String resource) throws Refused;

    /** A parameter of a resource, as it is configured. */
    Optional<String> parameter(String resource, String name) throws Refused;
}
