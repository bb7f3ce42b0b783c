package io.aplomb.cluster.live;

/** What a node does whose lease lapses. */
public enum LapsePolicy {
    /** It stops all resources. */
    STOP,
    /** It leaves all as it is: nobody takes over without having fenced it. */
    FREEZE,
    /** It demotes what is promoted, and stops the rest. */
    DEMOTE,
    /** It ends itself, with the machine. */
    SUICIDE
}
