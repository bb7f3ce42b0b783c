package io.aplomb.formats.pcs;

import java.util.List;

/**
 * The resource and fence agents that can be had. What implements it may run programs; it is asked
 * on the thread that runs the command.
 */
public interface AgentCatalog {

    /** What asking for one agent gave. */
    sealed interface Lookup {}

    /** There is such an agent. */
    record Found(AgentMetadata metadata) implements Lookup {}

    /**
     * There is none, or what it says of itself cannot be used.
     *
     * @param reason without a full stop, such as {@code No such file or directory}
     */
    record Absent(String reason) implements Lookup {}

    /** A catalogue without any agent. */
    static AgentCatalog none() {
        return new AgentCatalog() {
            @Override
            public Lookup lookup(String name) {
                return new Absent("there are no agents here");
            }

            @Override
            public List<String> names() {
                return List.of();
            }
        };
    }

    /**
     * The metadata of an agent.
     *
     * @param name in full: {@code ocf:heartbeat:IPaddr2}, {@code systemd:sshd}, {@code
     *     stonith:fence_virsh}
     */
    Lookup lookup(String name);

    /**
     * The full names of all agents: {@code ocf:}, {@code systemd:}, {@code service:}, {@code lsb:},
     * {@code aplomb:}, {@code stonith:}.
     */
    List<String> names();
}
