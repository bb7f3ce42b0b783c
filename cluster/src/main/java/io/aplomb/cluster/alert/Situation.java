package io.aplomb.cluster.alert;

import java.util.Set;

/** What has to be known of a cluster to tell causes from consequences. */
public interface Situation {

    /** Whether a node belongs to the cluster. */
    boolean isMember(String node);

    /** Whether the configuration wants a resource to run. */
    boolean isWanted(String resource);

    /** All that a resource cannot run without, itself not among them. */
    Set<String> needs(String resource);
}
