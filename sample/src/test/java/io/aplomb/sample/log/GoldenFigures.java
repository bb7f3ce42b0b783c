package io.aplomb.sample.log;

import io.aplomb.sample.facts.LogFacts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The figures of a stream as HAProxy printed them before the line under test. */
record GoldenFigures(
        String name,
        String[] columns,
        int[] timers,
        int[] counts,
        @Nullable String backendName,
        String serverName)
        implements LogFacts {

    static GoldenFigures of(
            String name, String[] columns, @Nullable String backend, String server) {
        return new GoldenFigures(
                name, columns, split(columns[3]), split(columns[7]), backend, server);
    }

    private static int[] split(String column) {
        return Arrays.stream(column.split("/")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public long acceptDateUs() {
        return Long.parseLong(columns[1]) * 1_000_000 + Long.parseLong(columns[2]) * 1000;
    }

    @Override
    public long requestDateUs() {
        return acceptDateUs();
    }

    @Override
    public long requestMs() {
        return timers[0];
    }

    @Override
    public long queueMs() {
        return timers[1];
    }

    @Override
    public long connectMs() {
        return timers[2];
    }

    @Override
    public long responseMs() {
        return timers[3];
    }

    @Override
    public long activeMs() {
        return timers[4];
    }

    @Override
    public long totalMs() {
        return timers[5];
    }

    @Override
    public long dataMs() {
        return timers[6];
    }

    @Override
    public long handshakeMs() {
        return timers[7];
    }

    @Override
    public long idleMs() {
        return timers[8];
    }

    @Override
    public long userMs() {
        return timers[10];
    }

    @Override
    public boolean early() {
        return false;
    }

    @Override
    public int status() {
        return name.startsWith("tcp") ? 0 : Integer.parseInt(columns[6]);
    }

    @Override
    public long bytesToClient() {
        return Long.parseLong(columns[4]);
    }

    @Override
    public long bytesFromClient() {
        return Long.parseLong(columns[5]);
    }

    @Override
    public String terminationState() {
        return columns[12] + "--";
    }

    @Override
    public int retries() {
        return counts[4];
    }

    @Override
    public boolean redispatched() {
        return false;
    }

    @Override
    public long processConnections() {
        return counts[0];
    }

    @Override
    public long frontendConnections() {
        return counts[1];
    }

    @Override
    public long backendConnections() {
        return counts[2];
    }

    @Override
    public long serverConnections() {
        return counts[3];
    }

    @Override
    public long serverQueue() {
        return 0;
    }

    @Override
    public long backendQueue() {
        return 0;
    }

    @Override
    public long requestCounter() {
        return Long.parseLong(columns[9]);
    }

    @Override
    public long frontendLogCounter() {
        return Long.parseLong(columns[10]);
    }

    @Override
    public @Nullable String requestCookie() {
        return name.equals("http0") ? "SRV=old" : null;
    }

    @Override
    public @Nullable String responseCookie() {
        return name.equals("http0") || name.equals("http1") ? "SRV=new" : null;
    }
}
