package io.aplomb.control.node;

import io.aplomb.cluster.live.Membership;
import io.aplomb.control.link.Peer;
import io.aplomb.control.store.Member;
import io.aplomb.control.store.MemberId;
import io.aplomb.control.store.Members;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The agreed membership in the words of store and links. */
final class Places {
    private Places() {}

    static MemberId storeId(io.aplomb.cluster.live.Member member) {
        return new MemberId(member.name(), member.identity().replace('/', '.'));
    }

    static Member storeMember(io.aplomb.cluster.live.Member member) {
        boolean witness = member.kind() == io.aplomb.cluster.live.Member.Kind.WITNESS;
        return new Member(
                storeId(member),
                member.addresses().getFirst(),
                member.storePort(),
                witness ? Member.WITNESS : Member.ORDINARY);
    }

    static Members store(Membership membership) {
        List<Member> voters = new ArrayList<>();
        List<Member> listeners = new ArrayList<>();
        for (io.aplomb.cluster.live.Member member : membership.members()) {
            (member.votes() ? voters : listeners).add(storeMember(member));
        }
        return new Members(voters, listeners);
    }

    static List<Peer> peers(Membership membership) {
        return membership.members().stream()
                .map(
                        member ->
                                new Peer(
                                        member.name(),
                                        UUID.fromString(member.certificateId()),
                                        member.addresses().stream()
                                                .map(
                                                        address ->
                                                                new InetSocketAddress(
                                                                        address, member.linkPort()))
                                                .toList()))
                .toList();
    }
}
