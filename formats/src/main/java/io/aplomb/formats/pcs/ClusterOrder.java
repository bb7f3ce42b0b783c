package io.aplomb.formats.pcs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command asks of the cluster as such, or of the machines it consists of: nothing that a
 * changed base can say. The words are checked, names of nodes are not, for there may be no cluster
 * yet.
 */
public sealed interface ClusterOrder {

    /**
     * A machine.
     *
     * @param name of the node
     * @param addresses one for each network, in their order; empty where the name is the address
     */
    record Host(String name, List<String> addresses) {
        /** Keeps an unmodifiable copy. */
        public Host {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Which nodes are meant: all, those named, or with no name the node where the command was
     * given.
     */
    record Scope(boolean all, List<String> nodes) {
        /** Keeps an unmodifiable copy. */
        public Scope {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * {@code cluster setup}: makes a cluster of these machines.
     *
     * @param start whether to start it at once
     * @param enable whether it starts with the machines
     * @param waitSeconds how long to wait for the start, 0 without limit; empty for not at all
     * @param force whether to go on over machines that belong to a cluster already
     */
    record Setup(
            String cluster,
            List<Host> hosts,
            boolean start,
            boolean enable,
            Optional<Long> waitSeconds,
            boolean force)
            implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public Setup {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * {@code host auth}, {@code cluster auth}: makes machines known to each other.
     *
     * @param user empty for not given
     * @param password empty for not given
     * @param tokenFile the file with a token, empty for not given
     */
    record Authenticate(List<Host> hosts, String user, String password, String tokenFile)
            implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public Authenticate {
            hosts = List.copyOf(hosts);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Authenticate[hosts=" + hosts + ", user=" + user + "]";
        }
    }

    /** {@code host deauth}: forgets machines; all of them where none is named. */
    record Deauthenticate(List<String> hosts) implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public Deauthenticate {
            hosts = List.copyOf(hosts);
        }
    }

    /** What is done to nodes as a whole. */
    enum Action {
        /** Starts the node. */
        START,
        /** Has its resources go elsewhere, then stops it. */
        STOP,
        /** Has it start with its machine. */
        ENABLE,
        /** Has it no longer start with its machine. */
        DISABLE,
        /** Ends its processes at once. */
        KILL,
        /** Stops it and removes all it knows of the cluster. */
        DESTROY
    }

    /**
     * {@code cluster start|stop|enable|disable|kill|destroy}.
     *
     * @param waitSeconds as in {@link Setup}
     * @param force whether to go on where quorum is lost by it
     */
    record Nodes(Action action, Scope scope, Optional<Long> waitSeconds, boolean force)
            implements ClusterOrder {}

    /** {@code cluster node add}. */
    record AddNode(Host host, boolean start, boolean enable, Optional<Long> waitSeconds)
            implements ClusterOrder {}

    /**
     * {@code cluster node remove}.
     *
     * @param skipOffline whether to go on where one of them does not answer
     * @param force whether to go on where quorum is lost by it
     */
    record RemoveNodes(List<String> nodes, boolean skipOffline, boolean force)
            implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public RemoveNodes {
            nodes = List.copyOf(nodes);
        }
    }

    /** {@code cluster node clear}: forgets all that is known of a node that is no more. */
    record ClearNode(String node, boolean force) implements ClusterOrder {}

    /**
     * {@code cluster link add}: one network more.
     *
     * @param addresses of each node in it, by name
     */
    record AddLink(Map<String, String> addresses) implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public AddLink {
            addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        }
    }

    /**
     * {@code cluster link update}: other addresses in a network.
     *
     * @param link its number
     * @param addresses of the nodes that have another one, by name
     */
    record UpdateLink(int link, Map<String, String> addresses) implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public UpdateLink {
            addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
        }
    }

    /** {@code cluster link remove}: networks by number. */
    record RemoveLinks(List<Integer> links) implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public RemoveLinks {
            links = List.copyOf(links);
        }
    }

    /**
     * {@code cluster sync}, {@code cluster reload}: has every node take what the cluster agreed.
     */
    record Sync() implements ClusterOrder {}

    /** What {@code status} is about. */
    enum Subject {
        /** Everything: {@code status}. */
        ALL,
        /** Who belongs and who leads: {@code cluster status}, {@code status cluster}. */
        CLUSTER,
        /** {@code status resources}, {@code resource status}. */
        RESOURCES,
        /** {@code stonith status}. */
        FENCING,
        /** {@code status nodes}. */
        NODES,
        /** {@code status nodes corosync}. */
        NODES_MEMBERSHIP,
        /** {@code status nodes both}. */
        NODES_BOTH,
        /** {@code status nodes config}. */
        NODES_CONFIGURED,
        /** {@code status corosync}. */
        MEMBERSHIP,
        /** {@code status quorum}, {@code quorum status}. */
        QUORUM,
        /** {@code status pcsd}, {@code pcsd status}. */
        DAEMONS,
        /** {@code status xml}. */
        XML,
        /** {@code cluster config}: name, nodes, addresses. */
        SETUP
    }

    /**
     * Prints how something stands.
     *
     * @param names of what to show, all where empty
     * @param full with all details
     * @param hideInactive without what does not run
     * @param format {@code text} or {@code json}
     */
    record Show(
            Subject subject, List<String> names, boolean full, boolean hideInactive, String format)
            implements ClusterOrder {
        /** Keeps an unmodifiable copy. */
        public Show {
            names = List.copyOf(names);
        }
    }

    /**
     * {@code stonith fence}.
     *
     * @param off to leave it off instead of having it start again
     */
    record Fence(String node, boolean off) implements ClusterOrder {}

    /**
     * {@code stonith confirm}: a person has seen that a node is off. Printed afterwards: {@code
     * Node: NAME confirmed fenced}.
     */
    record ConfirmOff(String node) implements ClusterOrder {}

    /** What is done with the history of fencing. */
    enum HistoryAction {
        /** Prints it. */
        SHOW,
        /** Forgets it. */
        CLEANUP,
        /** Has all nodes tell theirs. */
        UPDATE
    }

    /** {@code stonith history}; of all nodes where none is named. */
    record FencingHistory(HistoryAction action, String node) implements ClusterOrder {}

    /** {@code quorum expected-votes}. */
    record ExpectVotes(int votes) implements ClusterOrder {}

    /** {@code quorum unblock}: goes on without nodes that a person has seen to be off. */
    record Unblock(boolean force) implements ClusterOrder {}

    /** {@code quorum witness add}: a voter that runs no resources. */
    record AddWitness(Host host) implements ClusterOrder {}

    /** {@code quorum witness remove}; the only one where none is named. */
    record RemoveWitness(String name) implements ClusterOrder {}

    /**
     * {@code cluster cib FILE}, {@code config backup FILE}: writes a text to a file of whoever gave
     * the command.
     *
     * @param file relative to where the command was given; empty for the standard output
     */
    record WriteFile(String file, String text) implements ClusterOrder {}

    /**
     * {@code cluster cib-push}: reads a file of whoever gave the command, carries {@link
     * CibPush#apply} out with it and stores what comes of it; then prints {@code CIB updated}.
     *
     * @param file with the new base
     * @param scope the part of it that counts, empty for the whole
     * @param original the file with what the new one was made of: only what differs is carried
     *     over; empty for the whole
     * @param waitSeconds as in {@link Setup}
     */
    record PushCib(String file, String scope, String original, Optional<Long> waitSeconds)
            implements ClusterOrder {}

    /** {@code config restore}: takes the base of a backup. */
    record RestoreConfiguration(String file) implements ClusterOrder {}

    /** What is done with one of the configurations that the cluster had. */
    enum CheckpointAction {
        /** Tells which there are. */
        LIST,
        /** Prints one as {@code config} prints the current one. */
        VIEW,
        /** Makes one the current one. */
        RESTORE,
        /** Prints what differs between two. */
        DIFF
    }

    /**
     * {@code config checkpoint}.
     *
     * @param first a number, or {@code live} for the current configuration; empty for a list
     * @param second for a difference, else empty
     */
    record Checkpoint(CheckpointAction action, String first, String second)
            implements ClusterOrder {}
}
