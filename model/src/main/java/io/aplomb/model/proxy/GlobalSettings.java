package io.aplomb.model.proxy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code global} section (HAProxy manual, section 3).
 *
 * @param maxConn concurrent client connections of the whole process, 0 when left to the program
 * @param maxConnRate accepted connections a second, 0 for no limit
 * @param maxSessRate sessions a second, 0 for no limit
 * @param maxSslConn concurrent TLS connections, of clients and to servers, 0 for no limit
 * @param maxSslRate TLS connections accepted a second, 0 for no limit
 * @param threads event loops asked for by {@code nbthread}, 0 when left to the program
 * @param statsMaxConn conversations on all {@code statsSockets} at a time
 * @param statsTimeoutMs how long such a conversation may be silent
 * @param spreadChecksPercent jitter added to check intervals, 0..50
 * @param hardStopAfterMs how long a drain may last, 0 for no limit
 */
public record GlobalSettings(
        ProcessSettings process,
        List<LogTarget> logTargets,
        @Nullable String logTag,
        @Nullable String logSendHostname,
        int maxConn,
        int maxConnRate,
        int maxSessRate,
        int maxSslConn,
        int maxSslRate,
        int threads,
        List<StatsSocket> statsSockets,
        int statsMaxConn,
        long statsTimeoutMs,
        int spreadChecksPercent,
        long hardStopAfterMs,
        @Nullable String serverStateFile,
        @Nullable String serverStateBase,
        TlsDefaults tls,
        Tuning tuning,
        Map<String, String> processVariables) {

    public GlobalSettings {
        logTargets = List.copyOf(logTargets);
        statsSockets = List.copyOf(statsSockets);
        processVariables = Map.copyOf(processVariables);
    }

    /**
     * Who the process is and where it runs.
     *
     * @param uid from {@code user} or {@code uid}; -1 to keep the caller's
     * @param gid from {@code group} or {@code gid}; -1 to keep the caller's
     */
    public record ProcessSettings(
            boolean daemon,
            boolean quiet,
            boolean debug,
            @Nullable String pidFile,
            @Nullable String chroot,
            @Nullable String user,
            @Nullable String group,
            int uid,
            int gid,
            @Nullable String node,
            @Nullable String description,
            @Nullable String localPeer,
            int fileLimit) {}

    /**
     * TLS settings that sections inherit.
     *
     * @param verifyServers whether {@code server ... ssl} lines without {@code verify} check the
     *     certificate ({@code ssl-server-verify}, default required)
     * @param defaultDhBits {@code tune.ssl.default-dh-param}
     */
    public record TlsDefaults(
            boolean verifyServers,
            @Nullable String caBase,
            @Nullable String crtBase,
            @Nullable String bindCiphers,
            @Nullable String bindCiphersuites,
            @Nullable String bindCurves,
            @Nullable String serverCiphers,
            @Nullable String serverCiphersuites,
            @Nullable String bindMinVersion,
            @Nullable String bindMaxVersion,
            @Nullable String serverMinVersion,
            @Nullable String serverMaxVersion,
            int defaultDhBits) {}

    /**
     * The {@code tune.*} values that change behaviour, not only speed.
     *
     * @param bufferSizeBytes {@code tune.bufsize}: bounds a message head and a buffered body
     * @param maxRewriteBytes {@code tune.maxrewrite}: room kept for header rewriting
     * @param maxHeaders {@code tune.http.maxhdr}
     * @param cookieLength {@code tune.http.cookielen}: captured cookie bytes
     * @param logUriBytes {@code tune.http.logurilen}
     * @param idlePoolLow {@code tune.pool-low-conn}
     */
    public record Tuning(
            int bufferSizeBytes,
            int maxRewriteBytes,
            int maxHeaders,
            int cookieLength,
            int logUriBytes,
            int idlePoolLow) {

        /** HAProxy 2.6's own defaults. */
        public static final Tuning DEFAULT = new Tuning(16_384, 1_024, 101, 63, 1_024, 0);
    }
}
