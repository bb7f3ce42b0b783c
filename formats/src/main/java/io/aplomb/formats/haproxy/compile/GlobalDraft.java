package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.model.proxy.GlobalSettings.ProcessSettings;
import io.aplomb.model.proxy.GlobalSettings.TlsDefaults;
import io.aplomb.model.proxy.GlobalSettings.Tuning;
import io.aplomb.model.proxy.LogTarget;
import io.aplomb.model.proxy.StatsSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code global} sections being read; several of them add up. */
final class GlobalDraft {

    /** {@code stats timeout} when nothing is said (manual 3.1). */
    private static final long DEFAULT_STATS_TIMEOUT_MS = 10_000;

    /** {@code stats maxconn} when nothing is said (manual 3.1). */
    private static final int DEFAULT_STATS_MAX_CONN = 10;

    private static final int DEFAULT_DH_BITS = 2_048;

    boolean daemon;
    boolean quiet;
    boolean debug;

    /** {@code zero-warning}: a warning refuses the configuration. */
    boolean zeroWarning;

    @Nullable String pidFile;
    @Nullable String chroot;
    @Nullable String user;
    @Nullable String group;
    int uid = -1;
    int gid = -1;
    @Nullable String node;
    @Nullable String description;
    @Nullable String localPeer;
    int fileLimit;

    final List<LogTarget> logTargets = new ArrayList<>();
    @Nullable String logTag;
    @Nullable String logSendHostname;
    int maxConn;
    int maxConnRate;
    int maxSessRate;
    int maxSslConn;
    int maxSslRate;
    int threads;
    final List<StatsSocket> statsSockets = new ArrayList<>();
    int statsMaxConn = DEFAULT_STATS_MAX_CONN;
    long statsTimeoutMs = DEFAULT_STATS_TIMEOUT_MS;
    int spreadChecksPercent;
    long hardStopAfterMs;
    @Nullable String serverStateFile;
    @Nullable String serverStateBase;
    final Map<String, String> processVariables = new LinkedHashMap<>();

    boolean verifyServers = true;
    @Nullable String caBase;
    @Nullable String crtBase;
    @Nullable String bindCiphers;
    @Nullable String bindCiphersuites;
    @Nullable String bindCurves;
    @Nullable String serverCiphers;
    @Nullable String serverCiphersuites;
    @Nullable String bindMinVersion;
    @Nullable String bindMaxVersion;
    @Nullable String serverMinVersion;
    @Nullable String serverMaxVersion;
    int defaultDhBits = DEFAULT_DH_BITS;
    @Nullable String unixBindPrefix;
    int unixBindMode = -1;
    int unixBindUid = -1;
    int unixBindGid = -1;
    @Nullable String unixBindUser;
    @Nullable String unixBindGroup;

    int bufferSizeBytes = Tuning.DEFAULT.bufferSizeBytes();
    int maxRewriteBytes = Tuning.DEFAULT.maxRewriteBytes();
    int maxHeaders = Tuning.DEFAULT.maxHeaders();
    int cookieLength = Tuning.DEFAULT.cookieLength();
    int logUriBytes = Tuning.DEFAULT.logUriBytes();
    int idlePoolLow = Tuning.DEFAULT.idlePoolLow();

    TlsDefaults tls() {
        return new TlsDefaults(
                verifyServers,
                caBase,
                crtBase,
                bindCiphers,
                bindCiphersuites,
                bindCurves,
                serverCiphers,
                serverCiphersuites,
                bindMinVersion,
                bindMaxVersion,
                serverMinVersion,
                serverMaxVersion,
                defaultDhBits);
    }

    GlobalSettings build() {
        return new GlobalSettings(
                new ProcessSettings(
                        daemon,
                        quiet,
                        debug,
                        pidFile,
                        chroot,
                        user,
                        group,
                        uid,
                        gid,
                        node,
                        description,
                        localPeer,
                        fileLimit),
                logTargets,
                logTag,
                logSendHostname,
                maxConn,
                maxConnRate,
                maxSessRate,
                maxSslConn,
                maxSslRate,
                threads,
                statsSockets,
                statsMaxConn,
                statsTimeoutMs,
                spreadChecksPercent,
                hardStopAfterMs,
                serverStateFile,
                serverStateBase,
                tls(),
                new Tuning(
                        bufferSizeBytes,
                        maxRewriteBytes,
                        maxHeaders,
                        cookieLength,
                        logUriBytes,
                        idlePoolLow),
                processVariables);
    }
}
