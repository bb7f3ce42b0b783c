package io.aplomb.control.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupListReply;
import org.apache.ratis.protocol.GroupListRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.ProtoUtils;

/**
 * A running Ratis server of one group, and the client that forwards to the servers of the other
 * nodes.
 *
 * <p>Thread-safe.
 */
final class RatisServer implements Closeable {
    /** Two requests that failed together must not close the fresh connection in turn. */
    private static final long RECONNECT_PAUSE_NS = 100_000_000;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftGroupId group;
    private final RaftPeerId self;
    private final RaftClientRpc others;
    private final Map<MemberId, InetSocketAddress> routes;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final Map<RaftPeerId, Long> reconnectedNs = new ConcurrentHashMap<>();

    private RatisServer(
            RaftServer server,
            RaftGroupId group,
            RaftClientRpc others,
            Map<MemberId, InetSocketAddress> routes)
            throws IOException {
        this.server = server;
        this.group = group;
        this.others = others;
        this.routes = routes;
        this.self = server.getId();
        this.division = server.getDivision(group);
    }

    /** On a directory that has been made; nothing runs yet. */
    static RatisServer build(
            StoreSettings settings,
            StoreDirectory directory,
            StoreDirectory.Marker marker,
            MachineAdapter machine)
            throws IOException {
        RatisProcess.tame();
        StoreIdentity identity = marker.identity();
        RaftProperties properties =
                RaftSettings.properties(directory.raft(), settings.bind(), settings.timings());
        Parameters parameters = RaftSettings.parameters(settings);
        // Of these Ratis takes only the addresses, for the members are on the disk; the first
        // address of a peer stays.
        List<RaftPeer> first = new ArrayList<>(RatisNames.voters(marker.first()));
        first.addAll(RatisNames.listeners(marker.first()));
        RaftGroupId group = RatisNames.groupId(identity);
        RaftServer server =
                RaftServer.newBuilder()
                        .setServerId(RatisNames.peerId(identity.self()))
                        .setGroup(RaftGroup.valueOf(group, routed(first, settings.routes())))
                        .setStateMachine(machine)
                        .setProperties(properties)
                        .setParameters(parameters)
                        .setOption(StartupOption.RECOVER)
                        .build();
        server.getServerRpc().addRaftPeers(RatisNames.routes(settings.routes()));
        RaftClientRpc others =
                new GrpcFactory(parameters).newRaftClientRpc(ClientId.randomId(), properties);
        return new RatisServer(server, group, others, settings.routes());
    }

    /** Takes part. When it throws, nothing of it is left running. */
    void start() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException failed) {
            close();
            throw told(failed);
        }
    }

    /** Ratis wraps what a person needs to know in what it was doing. */
    private static IOException told(Throwable failed) {
        Throwable at = failed;
        while (at.getCause() != null && !(at instanceof StoreDamaged)) {
            at = at.getCause();
        }
        return at instanceof StoreDamaged damaged
                ? damaged
                : new IOException(
                        "the store of this node does not start: " + at.getMessage(), failed);
    }

    int port() {
        return server.getServerRpc().getInetSocketAddress().getPort();
    }

    private static List<RaftPeer> routed(
            Collection<RaftPeer> peers, Map<MemberId, InetSocketAddress> routes) {
        return peers.stream().map(peer -> RatisNames.routed(peer, routes)).toList();
    }

    RaftServer.Division division() {
        return division;
    }

    /** Sends a command to a member; the future fails as the way to it, or its leadership, fails. */
    CompletableFuture<RaftClientReply> write(RaftPeerId to, byte[] envelope) {
        return send(request(to, ByteString.copyFrom(envelope)));
    }

    private RaftClientRequest request(RaftPeerId to, ByteString message) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(to)
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setType(RaftClientRequest.writeRequestType())
                .setMessage(Message.valueOf(message))
                .build();
    }

    private CompletableFuture<RaftClientReply> send(RaftClientRequest request) {
        try {
            if (request.getServerId().equals(self)) {
                return server.submitClientRequestAsync(request);
            }
            know(request.getServerId());
            return others.sendRequestAsyncUnordered(request);
        } catch (IOException | RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void know(RaftPeerId id) {
        RaftPeer peer = division.getRaftConf().getPeer(id);
        if (peer != null) {
            others.addRaftPeers(routed(List.of(peer), routes));
        }
    }

    /** A linearizable read of nothing from this node itself. */
    CompletableFuture<RaftClientReply> read() {
        return send(
                RaftClientRequest.newBuilder()
                        .setClientId(client)
                        .setServerId(self)
                        .setGroupId(group)
                        .setCallId(calls.incrementAndGet())
                        .setType(RaftClientRequest.readRequestType())
                        .build());
    }

    boolean leads() {
        return division.getInfo().isLeader();
    }

    /** Begins a new connection to a member, after the present one has failed. May take seconds. */
    void reconnect(RaftPeerId to, Throwable failure) {
        long now = System.nanoTime();
        Long last = reconnectedNs.get(to);
        if (last == null || now - last > RECONNECT_PAUSE_NS) {
            reconnectedNs.put(to, now);
            others.handleException(to, failure, true);
        }
    }

    /** Asks the leader for other members. Blocks. */
    RaftClientReply setMembers(RaftPeerId leader, Members now, Members next) throws IOException {
        SetConfigurationRequest.Arguments arguments =
                SetConfigurationRequest.Arguments.newBuilder()
                        .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                        .setServersInCurrentConf(RatisNames.voters(now))
                        .setListenersInCurrentConf(RatisNames.listeners(now))
                        .setServersInNewConf(RatisNames.voters(next))
                        .setListenersInNewConf(RatisNames.listeners(next))
                        .build();
        SetConfigurationRequest request =
                new SetConfigurationRequest(
                        client, leader, group, calls.incrementAndGet(), arguments);
        if (leader.equals(self)) {
            return server.setConfiguration(request);
        }
        know(leader);
        return others.sendRequest(request);
    }

    /** Asks the leader to hand over. Blocks for as long as that may take. */
    RaftClientReply transfer(RaftPeerId leader, RaftPeerId to, long timeoutMs) throws IOException {
        TransferLeadershipRequest request =
                new TransferLeadershipRequest(
                        client, leader, group, calls.incrementAndGet(), to, timeoutMs);
        if (leader.equals(self)) {
            return server.transferLeadership(request);
        }
        know(leader);
        return others.sendRequest(request);
    }

    /** The groups that another member serves. Blocks. */
    List<RaftGroupId> groupsOf(RaftPeerId peer) throws IOException {
        know(peer);
        GroupListRequest request =
                new GroupListRequest(client, peer, group, calls.incrementAndGet());
        return others.sendRequest(request) instanceof GroupListReply reply
                ? reply.getGroupIds()
                : List.of();
    }

    /**
     * Has this node ask for votes at once, without asking first whether it would get them. It is
     * the request by which a leader hands over (Ongaro, "Consensus: Bridging Theory and Practice",
     * 3.10), made by this node itself.
     *
     * @return whether it does; not when it leads, is a listener, or has no entry of the present
     *     term
     */
    boolean startElection() throws IOException {
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        if (last == null) {
            SnapshotInfo snapshot = division.getStateMachine().getLatestSnapshot();
            last = snapshot == null ? null : snapshot.getTermIndex();
        }
        if (last == null || !division.getInfo().isFollower()) {
            return false;
        }
        RaftPeerId leader = division.getInfo().getLeaderId();
        RaftRpcRequestProto.Builder head =
                RaftRpcRequestProto.newBuilder()
                        .setRequestorId((leader == null ? self : leader).toByteString())
                        .setReplyId(self.toByteString())
                        .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(group));
        return server.startLeaderElection(
                        StartLeaderElectionRequestProto.newBuilder()
                                .setServerRequest(head)
                                .setLeaderLastEntry(last.toProto())
                                .build())
                .getServerReply()
                .getSuccess();
    }

    /** Ends it; what is committed is on the disk. Blocks. */
    @Override
    public void close() throws IOException {
        try {
            others.close();
        } finally {
            server.close();
        }
    }
}
