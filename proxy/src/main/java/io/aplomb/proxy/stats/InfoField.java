package io.aplomb.proxy.stats;

/** The lines of {@code show info}, in HAProxy's order (management manual 9.3 "show info"). */
public enum InfoField {
    NAME("Name", "POS", Column.Type.STR, "Product name"),
    VERSION("Version", "POS", Column.Type.STR, "Product version"),
    RELEASE_DATE("Release_date", "POS", Column.Type.STR, "Date of latest source code update"),
    NBTHREAD("Nbthread", "CGS", Column.Type.U32, "Number of started threads (global.nbthread)"),
    NBPROC(
            "Nbproc",
            "CGS",
            Column.Type.U32,
            "Number of started worker processes (historical, always 1)"),
    PROCESS_NUM("Process_num", "KGP", Column.Type.U32, "Relative worker process number (1)"),
    PID("Pid", "SGP", Column.Type.U32, "This worker process identifier for the system"),
    UPTIME(
            "Uptime",
            "MDP",
            Column.Type.STR,
            "How long ago this worker process was started (days+hours+minutes+seconds)"),
    UPTIME_SEC(
            "Uptime_sec",
            "MDP",
            Column.Type.U32,
            "How long ago this worker process was started (seconds)"),
    MEMMAX_MB(
            "Memmax_MB",
            "CLP",
            Column.Type.U32,
            "Worker process's hard limit on memory usage in MB (-m on command line)"),
    POOL_ALLOC_MB(
            "PoolAlloc_MB", "MGP", Column.Type.U32, "Amount of memory allocated in pools (in MB)"),
    POOL_USED_MB(
            "PoolUsed_MB", "MGP", Column.Type.U32, "Amount of pool memory currently used (in MB)"),
    POOL_FAILED(
            "PoolFailed",
            "MCP",
            Column.Type.U32,
            "Number of failed pool allocations since this worker was started"),
    ULIMIT_N(
            "Ulimit-n",
            "CLP",
            Column.Type.U32,
            "Hard limit on the number of per-process file descriptors"),
    MAXSOCK("Maxsock", "CLP", Column.Type.U32, "Hard limit on the number of per-process sockets"),
    MAXCONN(
            "Maxconn",
            "CLP",
            Column.Type.U32,
            "Hard limit on the number of per-process connections (configured or imposed by Ulimit-n)"),
    HARD_MAXCONN(
            "Hard_maxconn",
            "CLP",
            Column.Type.U32,
            "Hard limit on the number of per-process connections (imposed by Memmax_MB or Ulimit-n)"),
    CURR_CONNS(
            "CurrConns",
            "MGP",
            Column.Type.U32,
            "Current number of connections on this worker process"),
    CUM_CONNS(
            "CumConns",
            "MCP",
            Column.Type.U32,
            "Total number of connections on this worker process since started"),
    CUM_REQ(
            "CumReq",
            "MCP",
            Column.Type.U32,
            "Total number of requests on this worker process since started"),
    MAX_SSL_CONNS(
            "MaxSslConns",
            "MMP",
            Column.Type.U32,
            "Hard limit on the number of per-process SSL endpoints (front+back), 0=unlimited"),
    CURR_SSL_CONNS(
            "CurrSslConns",
            "MGP",
            Column.Type.U32,
            "Current number of SSL endpoints on this worker process (front+back)"),
    CUM_SSL_CONNS(
            "CumSslConns",
            "MCP",
            Column.Type.U32,
            "Total number of SSL endpoints on this worker process since started (front+back)"),
    MAXPIPES(
            "Maxpipes",
            "CLP",
            Column.Type.U32,
            "Hard limit on the number of pipes for splicing, 0=unlimited"),
    PIPES_USED(
            "PipesUsed",
            "MGP",
            Column.Type.U32,
            "Current number of pipes in use in this worker process"),
    PIPES_FREE(
            "PipesFree",
            "MGP",
            Column.Type.U32,
            "Current number of allocated and available pipes in this worker process"),
    CONN_RATE(
            "ConnRate",
            "MRP",
            Column.Type.U32,
            "Number of front connections created on this worker process over the last second"),
    CONN_RATE_LIMIT(
            "ConnRateLimit",
            "CLP",
            Column.Type.U32,
            "Hard limit for ConnRate (global.maxconnrate)"),
    MAX_CONN_RATE(
            "MaxConnRate",
            "MMP",
            Column.Type.U32,
            "Highest ConnRate reached on this worker process since started (in connections per second)"),
    SESS_RATE(
            "SessRate",
            "MRP",
            Column.Type.U32,
            "Number of sessions created on this worker process over the last second"),
    SESS_RATE_LIMIT(
            "SessRateLimit",
            "CLP",
            Column.Type.U32,
            "Hard limit for SessRate (global.maxsessrate)"),
    MAX_SESS_RATE(
            "MaxSessRate",
            "MRP",
            Column.Type.U32,
            "Highest SessRate reached on this worker process since started (in sessions per second)"),
    SSL_RATE(
            "SslRate",
            "MRP",
            Column.Type.U32,
            "Number of SSL connections created on this worker process over the last second"),
    SSL_RATE_LIMIT(
            "SslRateLimit", "CLP", Column.Type.U32, "Hard limit for SslRate (global.maxsslrate)"),
    MAX_SSL_RATE(
            "MaxSslRate",
            "MMP",
            Column.Type.U32,
            "Highest SslRate reached on this worker process since started (in connections per second)"),
    SSL_FRONTEND_KEY_RATE(
            "SslFrontendKeyRate",
            "MGP",
            Column.Type.U32,
            "Number of SSL keys created on frontends in this worker process over the last second"),
    SSL_FRONTEND_MAX_KEY_RATE(
            "SslFrontendMaxKeyRate",
            "MMP",
            Column.Type.U32,
            "Highest SslFrontendKeyRate reached on this worker process since started (in SSL keys per second)"),
    SSL_FRONTEND_SESSION_REUSE_PCT(
            "SslFrontendSessionReuse_pct",
            "MGP",
            Column.Type.U32,
            "Percent of frontend SSL connections which did not require a new key"),
    SSL_BACKEND_KEY_RATE(
            "SslBackendKeyRate",
            "MRP",
            Column.Type.U32,
            "Number of SSL keys created on backends in this worker process over the last second"),
    SSL_BACKEND_MAX_KEY_RATE(
            "SslBackendMaxKeyRate",
            "MMP",
            Column.Type.U32,
            "Highest SslBackendKeyRate reached on this worker process since started (in SSL keys per second)"),
    SSL_CACHE_LOOKUPS(
            "SslCacheLookups",
            "MCP",
            Column.Type.U32,
            "Total number of SSL session ID lookups in the SSL session cache on this worker since started"),
    SSL_CACHE_MISSES(
            "SslCacheMisses",
            "MCP",
            Column.Type.U32,
            "Total number of SSL session ID lookups that didn't find a session in the SSL session cache on this worker since started"),
    COMPRESS_BPS_IN(
            "CompressBpsIn",
            "MRP",
            Column.Type.U32,
            "Number of bytes submitted to the HTTP compressor in this worker process over the last second"),
    COMPRESS_BPS_OUT(
            "CompressBpsOut",
            "MRP",
            Column.Type.U32,
            "Number of bytes emitted by the HTTP compressor in this worker process over the last second"),
    COMPRESS_BPS_RATE_LIM(
            "CompressBpsRateLim",
            "CLP",
            Column.Type.U32,
            "Limit of CompressBpsOut beyond which HTTP compression is automatically disabled"),
    TASKS(
            "Tasks",
            "MGP",
            Column.Type.U32,
            "Total number of tasks in the current worker process (active + sleeping)"),
    RUN_QUEUE(
            "Run_queue",
            "MGP",
            Column.Type.U32,
            "Total number of active tasks+tasklets in the current worker process"),
    IDLE_PCT(
            "Idle_pct",
            "MaP",
            Column.Type.U32,
            "Percentage of last second spent waiting in the current worker thread"),
    NODE("node", "COS", Column.Type.STR, "Node name (global.node)"),
    DESCRIPTION("description", "COS", Column.Type.STR, "Node description (global.description)"),
    STOPPING(
            "Stopping",
            "MGP",
            Column.Type.U32,
            "1 if the worker process is currently stopping, otherwise zero"),
    JOBS(
            "Jobs",
            "MGP",
            Column.Type.U32,
            "Current number of active jobs on the current worker process (frontend connections, master connections, listeners)"),
    UNSTOPPABLE_JOBS(
            "Unstoppable Jobs",
            "MGP",
            Column.Type.U32,
            "Current number of unstoppable jobs on the current worker process (master connections)"),
    LISTENERS(
            "Listeners",
            "MGP",
            Column.Type.U32,
            "Current number of active listeners on the current worker process"),
    ACTIVE_PEERS(
            "ActivePeers",
            "MGP",
            Column.Type.U32,
            "Current number of verified active peers connections on the current worker process"),
    CONNECTED_PEERS(
            "ConnectedPeers",
            "MGP",
            Column.Type.U32,
            "Current number of peers having passed the connection step on the current worker process"),
    DROPPED_LOGS(
            "DroppedLogs",
            "MGP",
            Column.Type.U32,
            "Total number of dropped logs for current worker process since started"),
    BUSY_POLLING(
            "BusyPolling",
            "MGP",
            Column.Type.U32,
            "1 if busy-polling is currently in use on the worker process, otherwise zero (config.busy-polling)"),
    FAILED_RESOLUTIONS(
            "FailedResolutions",
            "MGP",
            Column.Type.U32,
            "Total number of failed DNS resolutions in current worker process since started"),
    TOTAL_BYTES_OUT(
            "TotalBytesOut",
            "MGP",
            Column.Type.U64,
            "Total number of bytes emitted by current worker process since started"),
    TOTAL_SPLICDED_BYTES_OUT(
            "TotalSplicdedBytesOut",
            "MGP",
            Column.Type.U64,
            "Total number of bytes emitted by current worker process through a kernel pipe since started"),
    BYTES_OUT_RATE(
            "BytesOutRate",
            "MRP",
            Column.Type.U64,
            "Number of bytes emitted by current worker process over the last second"),
    DEBUG_COMMANDS_ISSUED(
            "DebugCommandsIssued",
            "MGP",
            Column.Type.U32,
            "Number of debug commands issued on this process (anything > 0 is unsafe)"),
    CUM_RECV_LOGS(
            "CumRecvLogs",
            "MCP",
            Column.Type.U32,
            "Total number of log messages received by log-forwarding listeners on this worker process since started"),
    BUILD_INFO("Build info", "POS", Column.Type.STR, "Build info"),
    MEMMAX_BYTES(
            "Memmax_bytes",
            "CLP",
            Column.Type.U32,
            "Worker process's hard limit on memory usage in byes (-m on command line)"),
    POOL_ALLOC_BYTES(
            "PoolAlloc_bytes",
            "MGP",
            Column.Type.U64,
            "Amount of memory allocated in pools (in bytes)"),
    POOL_USED_BYTES(
            "PoolUsed_bytes",
            "MGP",
            Column.Type.U64,
            "Amount of pool memory currently used (in bytes)"),
    START_TIME_SEC("Start_time_sec", "MDP", Column.Type.U32, "Start time in seconds"),
    TAINTED("Tainted", "SGP", Column.Type.STR, "Experimental features used");

    private final String label;
    private final String tags;
    private final Column.Type type;
    private final String description;

    InfoField(String label, String tags, Column.Type type, String description) {
        this.label = label;
        this.tags = tags;
        this.type = type;
        this.description = description;
    }

    String label() {
        return label;
    }

    String tags() {
        return tags;
    }

    Column.Type type() {
        return type;
    }

    String description() {
        return description;
    }
}
