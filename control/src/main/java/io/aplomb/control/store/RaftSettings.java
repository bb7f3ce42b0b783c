package io.aplomb.control.store;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Ratis's settings. Its defaults are for large logs in large heaps; these are for a small one that
 * must be quick.
 */
final class RaftSettings {
    /** The largest command, deflated and with its envelope. */
    static final int ENTRY_BYTES_MAX = 1 << 20;

    /** How long an administrative request may take, catching up of new members included. */
    static final TimeDuration ADMIN_TIMEOUT = TimeDuration.valueOf(20, TimeUnit.SECONDS);

    private static final SizeInBytes ENTRY_MAX = SizeInBytes.valueOf(ENTRY_BYTES_MAX);

    private RaftSettings() {}

    static RaftProperties properties(Path directory, InetSocketAddress bind, StoreTimings timings) {
        RaftProperties to = new RaftProperties();
        RaftConfigKeys.Rpc.setType(to, SupportedRpcType.GRPC);
        RaftServerConfigKeys.setStorageDir(to, List.of(directory.toFile()));
        rpc(to, bind);
        elections(to, timings);
        log(to);
        snapshots(to);
        return to;
    }

    private static void rpc(RaftProperties to, InetSocketAddress bind) {
        GrpcConfigKeys.Server.setHost(to, bind.getHostString());
        GrpcConfigKeys.Server.setPort(to, bind.getPort());
        GrpcConfigKeys.setUseEpoll(to, false); // its native library is not in the jar
        // No event loops of its own (they take two seconds each to end): gRPC's, shared by the
        // process.
        GrpcConfigKeys.Server.setBossGroupSize(to, 0);
        GrpcConfigKeys.Server.setWorkerGroupSize(to, 0);
        GrpcConfigKeys.Client.setWorkerGroupSize(to, 0);
        GrpcConfigKeys.setFlowControlWindow(to, SizeInBytes.valueOf("256KB"));
        GrpcConfigKeys.setMessageSizeMax(to, SizeInBytes.valueOf("8MB"));
        RaftClientConfigKeys.Rpc.setRequestTimeout(to, ADMIN_TIMEOUT);
    }

    private static void elections(RaftProperties to, StoreTimings timings) {
        TimeDuration min = millis(timings.electionMin().toMillis());
        TimeDuration max = millis(timings.electionMax().toMillis());
        RaftServerConfigKeys.Rpc.setTimeoutMin(to, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(to, max);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(
                to, millis(timings.electionMin().toMillis() * 2 / 3));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
                to, millis(timings.electionMax().toMillis() * 5 / 6));
        RaftServerConfigKeys.Rpc.setRequestTimeout(to, millis(1000));
        RaftServerConfigKeys.Rpc.setSlownessTimeout(to, millis(500));
        RaftServerConfigKeys.LeaderElection.setPreVote(to, true);
        // The default is ten seconds, in which a leader that was cut off for a moment stands for
        // nothing.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(to, millis(500));
        RaftServerConfigKeys.Notification.setNoLeaderTimeout(to, millis(2000));
        // Less than ten seconds and a node that joins while its machine is busy is given up.
        RaftServerConfigKeys.setStagingTimeout(to, millis(10_000));
        // Stopped for a minute (a virtual machine is moved, SIGSTOP) and going on: step down, do
        // not shut down.
        RaftServerConfigKeys.setCloseThreshold(to, TimeDuration.valueOf(3650, TimeUnit.DAYS));
        // For CommitNews; that it is no way to read is told at Barriers.
        RaftServerConfigKeys.Read.setOption(to, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.RetryCache.setExpiryTime(to, millis(5000)); // Sessions does its work
    }

    private static void log(RaftProperties to) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(to, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(to, SizeInBytes.valueOf("256KB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(
                to, SizeInBytes.valueOf(ENTRY_BYTES_MAX + 4096));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(to, ENTRY_MAX);
        // The default comes to five seconds, for which a node that is back is left alone.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(to, "10ms,10, 200ms,1000");
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(to, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.setQueueByteLimit(to, SizeInBytes.valueOf("4MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(to, 2);
        RaftServerConfigKeys.Log.setLogMetadataEnabled(to, false);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(to, true);
        RaftServerConfigKeys.Log.setPurgeGap(to, 128);
        // LogCheck has mended what may be mended: what Ratis still finds must stop it.
        RaftServerConfigKeys.Log.setCorruptionPolicy(
                to, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
        RaftServerConfigKeys.Write.setByteLimit(to, SizeInBytes.valueOf("8MB"));
    }

    private static void snapshots(RaftProperties to) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(to, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(to, 1000);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(to, 2);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(
                to, false); // a stop is quick; the log has it all
    }

    static Parameters parameters(StoreSettings settings) {
        Parameters parameters = new Parameters();
        StoreTls tls = settings.tls();
        if (tls != null) {
            GrpcTlsConfig config =
                    GrpcTlsConfig.newBuilder()
                            .setKeyManager(new NodeKey(tls))
                            .setTrustManager(new ClusterTrust(tls.authority()))
                            .setMutualTls(true)
                            .setSslProvider(SslProvider.JDK)
                            .setProtocols("TLSv1.3")
                            .build();
            GrpcConfigKeys.TLS.setConf(parameters, config);
        }
        return parameters;
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
