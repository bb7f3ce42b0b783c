package io.aplomb.control.node;

import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.cluster.live.Reply;
import io.aplomb.control.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Changes who belongs to the cluster, one node at a time, so that any majority of before shares a
 * voter with any of after: who comes is agreed on first and then gets its copy of the store, who
 * goes gives its copy back first.
 */
final class MembershipSteps {
    /** A new node has to catch up. */
    private static final long STEP_S = 100;

    private final ClusterNode node;
    private final Store store;

    MembershipSteps(ClusterNode node, Store store) {
        this.node = node;
        this.store = store;
    }

    Reply become(Membership target)
            throws InterruptedException, ExecutionException, TimeoutException {
        Membership now = node.settled().get(STEP_S, TimeUnit.SECONDS).membership();
        for (Member member : now.members()) {
            if (target.find(member.name()).filter(wanted -> same(wanted, member)).isEmpty()) {
                now = without(now, member);
                store.setMembers(Places.store(now)).get(STEP_S, TimeUnit.SECONDS);
                Reply reply = agree(now);
                if (reply instanceof Reply.Refused) {
                    return reply;
                }
            }
        }
        for (Member member : target.members()) {
            if (!now.find(member.name()).equals(java.util.Optional.of(member))) {
                now = with(now, member);
                Reply reply = agree(now);
                if (reply instanceof Reply.Refused) {
                    return reply;
                }
                store.setMembers(Places.store(now)).get(STEP_S, TimeUnit.SECONDS);
            }
        }
        return new Reply.Accepted(node.state().version());
    }

    /** Whether it is the same machine with the same data, whatever part it takes. */
    private static boolean same(Member one, Member other) {
        return one.identity().equals(other.identity());
    }

    private Reply agree(Membership membership)
            throws InterruptedException, ExecutionException, TimeoutException {
        return node.submit(new Command.ChangeMembership(membership)).get(STEP_S, TimeUnit.SECONDS);
    }

    private static Membership without(Membership membership, Member gone) {
        List<Member> members = new ArrayList<>(membership.members());
        members.removeIf(member -> member.name().equals(gone.name()));
        return new Membership(
                membership.cluster(), membership.id(), membership.generation(), members);
    }

    private static Membership with(Membership membership, Member added) {
        List<Member> members = new ArrayList<>(without(membership, added).members());
        members.add(added);
        return new Membership(
                membership.cluster(), membership.id(), membership.generation(), members);
    }
}
