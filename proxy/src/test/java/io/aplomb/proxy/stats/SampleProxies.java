package io.aplomb.proxy.stats;

import io.aplomb.base.Clock;
import io.aplomb.proxy.RunningProxy;
import io.aplomb.proxy.health.HealthEffect;
import io.aplomb.proxy.health.ServerHealth;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A configuration at work without sockets, for tests of what is told about it. */
public final class SampleProxies implements ServerControl {

    public static final String CONFIG =
            """
            frontend web
                bind 127.0.0.1:1 name http1
                option socket-stats
                default_backend app
            backend app
                balance roundrobin
                cookie SRV insert
                option httpchk GET /
                stick-table type ip size 1k store conn_cnt
                server s1 127.0.0.1:18090 check cookie a weight 10
                server s2 127.0.0.1:18091 check cookie b maxconn 50 maxqueue 7
                server bk 127.0.0.1:18090 backup
                server off 127.0.0.1:18090 disabled
            listen st
                bind 127.0.0.1:1
                stats enable
                stats uri /stats
                stats refresh 10s
                stats admin if TRUE
                stats show-legends
                stats show-node <n1>
            """;

    private static final Clock STILL =
            new Clock() {
                @Override
                public long monotonicNs() {
                    return 5_000_000_000L;
                }

                @Override
                public long wallMs() {
                    return 1_700_000_000_000L;
                }
            };

    private final RunningProxies running =
            new RunningProxies(RunningProxy.load(CONFIG), 1_000, STILL, 1);
    private final List<String> killed = new ArrayList<>();

    public RunningProxies running() {
        return running;
    }

    public SnapshotReader reader() {
        return new SnapshotReader(
                STILL,
                () ->
                        Map.of(
                                InfoField.NAME,
                                "Aplomb",
                                InfoField.VERSION,
                                "1.2",
                                InfoField.PID,
                                "7"));
    }

    public StatsSnapshot snapshot() {
        return reader().read(running);
    }

    /** Servers whose sessions were ended. */
    public List<String> killed() {
        return killed;
    }

    @Override
    public boolean change(ServerRuntime server, Function<ServerHealth, List<HealthEffect>> event) {
        return server.backendRuntime().change(server, event).changed();
    }

    @Override
    public void shutdownSessions(ServerRuntime server) {
        killed.add(server.name());
    }

    @Override
    public long nowMs() {
        return STILL.monotonicNs() / 1_000_000;
    }
}
