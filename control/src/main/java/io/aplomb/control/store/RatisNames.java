package io.aplomb.control.store;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.util.ProtoUtils;

/** Members in Ratis's words, and back. */
final class RatisNames {
    private RatisNames() {}

    static RaftPeerId peerId(MemberId id) {
        return RaftPeerId.valueOf(id.toString());
    }

    static MemberId memberId(RaftPeerId id) {
        return MemberId.parse(id.toString());
    }

    static RaftGroupId groupId(StoreIdentity identity) {
        return RaftGroupId.valueOf(Groups.id(identity.clusterId(), identity.generation()));
    }

    static List<RaftPeer> voters(Members members) {
        return peers(members.voters(), RaftPeerRole.FOLLOWER);
    }

    static List<RaftPeer> listeners(Members members) {
        return peers(members.listeners(), RaftPeerRole.LISTENER);
    }

    private static List<RaftPeer> peers(Collection<Member> members, RaftPeerRole role) {
        List<RaftPeer> peers = new ArrayList<>();
        for (Member member : members) {
            peers.add(
                    RaftPeer.newBuilder()
                            .setId(peerId(member.id()))
                            .setAddress(address(member.host(), member.port()))
                            .setPriority(member.priority())
                            .setStartupRole(role)
                            .build());
        }
        return peers;
    }

    /** The peer as this node reaches it. */
    static RaftPeer routed(RaftPeer peer, Map<MemberId, InetSocketAddress> routes) {
        InetSocketAddress route = routes.get(memberId(peer.getId()));
        return route == null
                ? peer
                : RaftPeer.newBuilder(peer)
                        .setAddress(address(route.getHostString(), route.getPort()))
                        .build();
    }

    /** Peers of which only the address matters. */
    static List<RaftPeer> routes(Map<MemberId, InetSocketAddress> routes) {
        return routes.entrySet().stream()
                .map(
                        route ->
                                RaftPeer.newBuilder()
                                        .setId(peerId(route.getKey()))
                                        .setAddress(
                                                address(
                                                        route.getValue().getHostString(),
                                                        route.getValue().getPort()))
                                        .build())
                .toList();
    }

    /** The entry of the log that makes these the members. */
    static LogEntryProto entry(long term, long index, Members members) {
        return LogEntryProto.newBuilder()
                .setTerm(term)
                .setIndex(index)
                .setConfigurationEntry(
                        RaftConfigurationProto.newBuilder()
                                .addAllPeers(ProtoUtils.toRaftPeerProtos(voters(members)))
                                .addAllListeners(ProtoUtils.toRaftPeerProtos(listeners(members))))
                .build();
    }

    static Members members(RaftConfiguration configuration) {
        return new Members(
                members(configuration.getCurrentPeers(RaftPeerRole.FOLLOWER)),
                members(configuration.getCurrentPeers(RaftPeerRole.LISTENER)));
    }

    private static List<Member> members(Collection<RaftPeer> peers) {
        List<Member> members = new ArrayList<>();
        for (RaftPeer peer : peers) {
            String address = peer.getAddress();
            int colon = address.lastIndexOf(':');
            String host = address.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            members.add(
                    new Member(
                            memberId(peer.getId()),
                            host,
                            Integer.parseInt(address.substring(colon + 1)),
                            Math.min(peer.getPriority(), Member.ORDINARY)));
        }
        return members;
    }

    private static String address(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
