package io.aplomb.cluster.live;

import java.util.List;
import java.util.Optional;

/**
 * Who belongs to the cluster.
 *
 * @param cluster its name
 * @param id made once, when the cluster was set up
 * @param generation how often the group of voters was made anew because a majority was gone for
 *     good, from 1
 */
public record Membership(String cluster, String id, long generation, List<Member> members) {
    /** Keeps a copy. */
    public Membership {
        members = List.copyOf(members);
    }

    /** The member of this name. */
    public Optional<Member> find(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** How many voices there are. */
    public int voters() {
        return (int) members.stream().filter(Member::votes).count();
    }

    /** The least number of voices that is a majority. */
    public int quorum() {
        return voters() / 2 + 1;
    }
}
