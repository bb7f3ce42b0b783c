package io.aplomb.control.node;

import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Controller;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.PendingOrder;
import io.aplomb.control.link.Links;
import io.aplomb.control.link.LinksReport;
import io.aplomb.control.node.NodeView.LinkView;
import io.aplomb.control.node.NodeView.MemberView;
import io.aplomb.control.store.MemberId;
import io.aplomb.control.store.Store;
import io.aplomb.control.store.StoreStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts together how a node stands. */
final class NodeViews {
    private static final long ANSWER_MS = 500;

    private NodeViews() {}

    static NodeView of(
            String self,
            Controller controller,
            StateKeeper keeper,
            LeaseKeeper leases,
            Links links,
            Store store,
            EventLog events,
            String broken) {
        ClusterState state = keeper.state();
        StoreStatus status = store.status();
        Map<String, LinksReport.PeerReport> peers = peers(links);
        List<MemberView> members = new ArrayList<>();
        for (Member member : state.membership().members()) {
            LinksReport.PeerReport peer = peers.get(member.name());
            boolean me = member.name().equals(self);
            members.add(
                    new MemberView(
                            member.name(),
                            me || (peer != null && peer.up()),
                            -1,
                            peer == null ? List.of() : links(peer)));
        }
        return new NodeView(
                self,
                status.leader().map(MemberId::name).orElse(""),
                status.term(),
                keeper.index(),
                lack(state, status, members, broken),
                Math.max(0, TimeUnit.NANOSECONDS.toMillis(leases.leftNs())),
                controller.isInOffice() ? busy(state) : List.of(),
                members,
                events.newest());
    }

    private static Map<String, LinksReport.PeerReport> peers(Links links) {
        Map<String, LinksReport.PeerReport> peers = new HashMap<>();
        try {
            links.report()
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .peers()
                    .forEach(peer -> peers.put(peer.name(), peer));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException silent) {
            // told as nobody being reachable
            peers.clear();
        }
        return peers;
    }

    private static List<LinkView> links(LinksReport.PeerReport peer) {
        return peer.links().stream()
                .map(
                        link ->
                                new LinkView(
                                        link.number(),
                                        link.address().getHostString(),
                                        link.up(),
                                        link.roundTripNs() < 0 ? -1 : link.roundTripNs() / 1000,
                                        Math.max(0, link.silentNs() / 1_000_000)))
                .toList();
    }

    private static Optional<String> lack(
            ClusterState state, StoreStatus status, List<MemberView> members, String broken) {
        if (!broken.isEmpty()) {
            return Optional.of(broken);
        }
        if (status.leader().isPresent()) {
            return Optional.empty();
        }
        long there =
                members.stream()
                        .filter(MemberView::reachable)
                        .filter(
                                member ->
                                        state.membership()
                                                .find(member.name())
                                                .filter(Member::votes)
                                                .isPresent())
                        .count();
        int voters = state.membership().voters();
        int quorum = state.membership().quorum();
        return Optional.of(
                there >= quorum
                        ? "an election is under way"
                        : "%d of %d voters are reachable from here, %d are needed"
                                .formatted(there, voters, quorum));
    }

    private static List<String> busy(ClusterState state) {
        List<String> lines = new ArrayList<>();
        for (PendingOrder pending : state.pending()) {
            lines.add(pending.order().key() + " on " + pending.node());
        }
        return lines;
    }
}
