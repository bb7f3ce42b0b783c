package io.aplomb.cluster.live;

import java.util.List;

/**
 * One machine of the cluster.
 *
 * @param number as {@code nodeid} of Corosync: from 1, never given twice in one cluster
 * @param identity made anew whenever a machine joins: a wiped one that comes back is another. That
 *     of its certificate, then, where its data were begun when the cluster was there already, a
 *     slash and the generation they were begun with: the store must not take it for what it was
 *     before
 * @param addresses one for each network between the machines, the first is used for the store too
 * @param linkPort of the beats and messages
 * @param storePort of the replicated store
 */
public record Member(
        String name,
        int number,
        String identity,
        Kind kind,
        List<String> addresses,
        int linkPort,
        int storePort) {

    /** What part a machine takes. */
    public enum Kind {
        /** Decides and runs resources. */
        VOTER,
        /** Runs resources only. */
        LISTENER,
        /** Decides only. */
        WITNESS
    }

    /** Keeps a copy. */
    public Member {
        addresses = List.copyOf(addresses);
    }

    /** Whether its voice counts for the quorum. */
    public boolean votes() {
        return kind != Kind.LISTENER;
    }

    /** Whether resources may be there. */
    public boolean runsResources() {
        return kind != Kind.WITNESS;
    }

    /** The identity of its certificate. */
    public String certificateId() {
        int slash = identity.indexOf('/');
        return slash < 0 ? identity : identity.substring(0, slash);
    }

    /** Whether the cluster was there already when its data were begun. */
    public boolean joins() {
        return identity.indexOf('/') >= 0;
    }

    /** The same with data begun anew, in this generation of the cluster. */
    public Member begunWith(long generation) {
        return new Member(
                name,
                number,
                certificateId() + '/' + generation,
                kind,
                addresses,
                linkPort,
                storePort);
    }

    /** The same in another part. */
    public Member as(Kind part) {
        return new Member(name, number, identity, part, addresses, linkPort, storePort);
    }
}
