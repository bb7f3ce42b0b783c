package io.aplomb.control.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/**
 * Changes the members while the store goes on, step by step, each step safe by itself (joint
 * consensus; Ongaro and Ousterhout, section 6):
 *
 * <ol>
 *   <li>Who is new becomes a listener, and catches up without a vote.
 *   <li>The leader hands over if it is to go: removed, it would go on believing.
 *   <li>New voters take the places of old ones one by one, for a majority of strangers could not be
 *       told from a coup.
 *   <li>Who is left over goes.
 * </ol>
 *
 * Interrupted anywhere, the members are those of some step, and the same change can be asked for
 * again.
 *
 * <p>Blocks; one change at a time.
 */
final class MemberChange {
    private static final long DEADLINE_NS = 90_000_000_000L;
    private static final long PAUSE_MS = 50;

    /** A listener that is behind by less is caught up: the rest comes with the next entries. */
    private static final long CAUGHT_UP_LAG = 100;

    /** As long as an election may take. */
    private static final long TRANSFER_MS = 3000;

    private final RatisServer server;
    private final RaftServer.Division division;
    private final BooleanSupplier closed;
    private final long deadlineNs = System.nanoTime() + DEADLINE_NS;

    MemberChange(RatisServer server, BooleanSupplier closed) {
        this.server = server;
        this.closed = closed;
        this.division = server.division();
    }

    void become(Members target) throws StoreException, InterruptedException {
        Members now = members();
        refuseDemotion(now, target);
        List<Member> strangers =
                target.all().filter(member -> now.find(member.id()).isEmpty()).toList();
        if (!strangers.isEmpty()) {
            set(
                    new Members(
                            now.voters(),
                            Stream.concat(now.listeners().stream(), strangers.stream()).toList()));
        }
        for (Member voter : target.voters()) {
            if (!members().votes(voter.id())) {
                awaitCaughtUp(voter);
            }
        }
        handOverTo(target);
        promote(target);
        set(target);
    }

    private static void refuseDemotion(Members now, Members target) throws StoreException {
        if (target.voters().isEmpty()) {
            throw new StoreException.NotCommitted("no voters would be left");
        }
        if (target.voters().stream().allMatch(Member::isWitness)) {
            throw new StoreException.NotCommitted(
                    "only witnesses would be left to vote, and nobody to lead");
        }
        for (Member listener : target.listeners()) {
            if (now.votes(listener.id())) {
                throw new StoreException.NotCommitted(
                        listener.name()
                                + " votes and cannot become a listener; remove it and add it again under a new id");
            }
        }
        for (Member member : target.all().toList()) {
            Optional<Member> known = now.find(member.id());
            if (known.isPresent()
                    && (known.get().port() != member.port()
                            || !known.get().host().equals(member.host()))) {
                throw new StoreException.NotCommitted(
                        member.name()
                                + " has another address; remove it and add it again under a new id");
            }
        }
    }

    /** One new voter for one old, or one more where there is none to replace. */
    private void promote(Members target) throws StoreException, InterruptedException {
        for (Member voter : target.voters()) {
            Members now = members();
            if (now.votes(voter.id())) {
                continue;
            }
            List<Member> voters = new ArrayList<>(now.voters());
            List<Member> listeners = new ArrayList<>(now.listeners());
            listeners.removeIf(listener -> listener.id().equals(voter.id()));
            if (voters.size() > 2) {
                voters.stream()
                        .filter(old -> !target.votes(old.id()) && !isLeader(old))
                        .findFirst()
                        .ifPresent(voters::remove);
            }
            voters.add(voter);
            set(new Members(voters, listeners));
        }
    }

    private boolean isLeader(Member member) {
        return RatisNames.peerId(member.id()).equals(division.getInfo().getLeaderId());
    }

    private void handOverTo(Members target) throws StoreException, InterruptedException {
        until(
                "hand over the lead",
                leader -> target.votes(RatisNames.memberId(leader)),
                leader -> {
                    MemberId heir = heir(target);
                    RaftClientReply reply =
                            server.transfer(leader, RatisNames.peerId(heir), TRANSFER_MS);
                    return reply.isSuccess() ? "" : String.valueOf(reply.getException());
                });
    }

    /** A voter that stays, or, when all are replaced, one that comes: it is made one first. */
    private MemberId heir(Members target) throws IOException {
        Members now = members();
        return target.voters().stream()
                .filter(member -> now.votes(member.id()) && !member.isWitness())
                .findFirst()
                .map(Member::id)
                .orElseThrow(() -> new IOException("no voter stays to lead"));
    }

    /** Hands over to a voter; returns when it leads. */
    void transferTo(MemberId to) throws StoreException, InterruptedException {
        RaftPeerId heir = RatisNames.peerId(to);
        if (!members().votes(to) || members().find(to).filter(Member::isWitness).isPresent()) {
            throw new StoreException.NotCommitted(to + " is no voter that may lead");
        }
        until(
                "hand over the lead to " + to,
                heir::equals,
                leader -> {
                    RaftClientReply reply = server.transfer(leader, heir, TRANSFER_MS);
                    return reply.isSuccess() ? "" : String.valueOf(reply.getException());
                });
    }

    private void set(Members next) throws StoreException, InterruptedException {
        until(
                "change the members",
                leader ->
                        members().equals(next)
                                && division.getRaftConf().getPreviousPeers().isEmpty(),
                leader -> {
                    RaftClientReply reply = server.setMembers(leader, members(), next);
                    return reply.isSuccess() ? "" : String.valueOf(reply.getException());
                });
    }

    private void awaitCaughtUp(Member member) throws StoreException, InterruptedException {
        String id = member.id().toString();
        until(
                member.name() + " to catch up",
                leader -> {
                    long agreed = division.getRaftLog().getLastCommittedIndex();
                    return division.getCommitInfos().stream()
                            .filter(info -> info.getServer().getId().toStringUtf8().equals(id))
                            .mapToLong(CommitInfoProto::getCommitIndex)
                            .anyMatch(reached -> agreed - reached < CAUGHT_UP_LAG);
                },
                leader -> "");
    }

    /** A request to the leader; empty, or why it was not granted. */
    private interface Request {
        String send(RaftPeerId leader) throws IOException;
    }

    /** Asks whoever leads until it is so. */
    private void until(String what, Predicate<RaftPeerId> done, Request request)
            throws StoreException, InterruptedException {
        String last = "nobody led";
        while (System.nanoTime() < deadlineNs && !closed.getAsBoolean()) {
            RaftPeerId leader = division.getInfo().getLeaderId();
            if (leader != null) {
                if (done.test(leader)) {
                    return;
                }
                try {
                    last = request.send(leader);
                } catch (IOException | RuntimeException failed) {
                    last = String.valueOf(failed.getMessage());
                }
                if (done.test(leader)) {
                    return;
                }
            }
            Thread.sleep(PAUSE_MS);
        }
        throw new StoreException.Unknown(
                "could not " + what + " in time" + (last.isEmpty() ? "" : ": " + last));
    }

    private Members members() {
        return RatisNames.members(division.getRaftConf());
    }
}
