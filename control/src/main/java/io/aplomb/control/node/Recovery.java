package io.aplomb.control.node;

import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.control.pki.ClusterIdentity;
import io.aplomb.control.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A majority is gone for good: the group of voters begins anew with one node that is left, with all
 * that this one knows. Others that are left keep their place without a voice; they begin anew, and
 * get it back, when they meet it ({@link Returns}). The rest belongs to the cluster no longer.
 */
final class Recovery {
    private Recovery() {}

    /**
     * @param survivors who belongs to the cluster from now on, this machine's node among them
     * @throws IOException where a majority is left, this node is not among them or cannot lead, or
     *     its data cannot be trusted
     */
    static void begin(Path state, NodeSettings settings, Membership survivors) throws IOException {
        NodeFiles files = new NodeFiles(state);
        Membership known =
                files.membership()
                        .orElseThrow(() -> new IOException("this machine is in no cluster"));
        ClusterIdentity identity =
                ClusterIdentity.load(state)
                        .orElseThrow(
                                () -> new IOException(state + ": the node's certificate is gone"));
        Member me = self(identity.name(), survivors);
        long left =
                known.members().stream()
                        .filter(Member::votes)
                        .filter(member -> survivors.find(member.name()).isPresent())
                        .count();
        if (left >= known.quorum()) {
            throw new IOException(
                    "%d of %d voters are a majority: nothing has to be recovered, start them"
                            .formatted(left, known.voters()));
        }
        long generation =
                Store.rebuild(
                                LiveNode.storeSettings(
                                        state,
                                        known.id(),
                                        me,
                                        new Renewal(state, identity, InstantSource.system()),
                                        settings),
                                new StateKeeper(known, _ -> {}))
                        .generation();
        files.write(reduced(survivors, me, generation));
    }

    private static Member self(String name, Membership survivors) throws IOException {
        Member me =
                survivors
                        .find(name)
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "%s is to be among those that are left: it is run on one of them"
                                                        .formatted(name)));
        if (!me.runsResources()) {
            throw new IOException(
                    name + " is a witness and cannot lead: run it on another node that is left");
        }
        return me;
    }

    private static Membership reduced(Membership survivors, Member me, long generation) {
        List<Member> members = new ArrayList<>();
        for (Member member : survivors.members()) {
            boolean here = member.name().equals(me.name());
            members.add(member.as(here ? Member.Kind.VOTER : Member.Kind.LISTENER));
        }
        return new Membership(survivors.cluster(), survivors.id(), generation, members);
    }
}
