package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that were left behind when the cluster went on without them get their voice back when they
 * are there again, with data begun anew. Any thread; one return at a time.
 */
final class Returns {
    private static final Logger LOG = LoggerFactory.getLogger(Returns.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ClusterNode node;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile long notBeforeNs = System.nanoTime();

    Returns(ClusterNode node) {
        this.node = node;
    }

    /** The membership of one that goes on alone: others keep their place, and have no voice. */
    static Membership alone(Membership before, String self, long generation) {
        List<Member> members = new ArrayList<>();
        for (Member member : before.members()) {
            boolean stays = member.name().equals(self) || !member.votes();
            members.add(stays ? member : member.as(Member.Kind.LISTENER));
        }
        return new Membership(before.cluster(), before.id(), generation, members);
    }

    /** Looks whether somebody is back, and brings it in. To be called by a leader. */
    void look(ClusterState state, Predicate<String> isThere) {
        Membership now = state.membership();
        if (now.generation() < 2 || now.voters() > 1 || System.nanoTime() - notBeforeNs < 0) {
            return;
        }
        for (Member member : now.members()) {
            Member back = member.begunWith(now.generation()).as(Member.Kind.VOTER);
            boolean leftBehind =
                    member.kind() == Member.Kind.LISTENER
                            && !member.identity().equals(back.identity())
                            && isThere.test(member.name());
            if (leftBehind && underWay.compareAndSet(false, true)) {
                Thread.ofVirtual().start(() -> bringIn(now, back));
                return;
            }
        }
    }

    private void bringIn(Membership now, Member back) {
        List<Member> members = new ArrayList<>(now.members());
        members.replaceAll(member -> member.name().equals(back.name()) ? back : member);
        var _ =
                node.changeMembership(
                                new Membership(now.cluster(), now.id(), now.generation(), members))
                        .whenComplete(
                                (reply, failure) -> {
                                    LOG.info("{} is back: {} {}", back.name(), reply, failure);
                                    notBeforeNs = System.nanoTime() + PAUSE.toNanos();
                                    underWay.set(false);
                                });
    }
}
