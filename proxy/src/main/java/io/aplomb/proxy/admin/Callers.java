package io.aplomb.proxy.admin;

import io.aplomb.proxy.stats.Durations;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Those connected to the runtime sockets, who are sessions too ({@code show sess}). Any thread. */
final class Callers {

    private static final long MS_PER_S = 1_000;

    private final Map<Long, Caller> byNumber = new ConcurrentHashMap<>();

    /**
     * A connection to one.
     *
     * @param number as every session has
     * @param protocol tcpv4, tcpv6 or unix_stream
     * @param source address and port, or {@code unix:} and the number of the socket
     * @param sinceMs monotonic
     * @param cut closes the connection, from any thread
     */
    record Caller(long number, String protocol, String source, long sinceMs, Runnable cut) {}

    void came(Caller caller) {
        byNumber.put(caller.number(), caller);
    }

    void left(Caller caller) {
        byNumber.remove(caller.number());
    }

    /** Ends one; false when there is none of that number. */
    boolean cut(long number) {
        Caller caller = byNumber.get(number);
        if (caller != null) {
            caller.cut().run();
        }
        return caller != null;
    }

    /** Their lines in {@code show sess}, in the order they came. */
    String lines(long nowMs) {
        StringBuilder out = new StringBuilder();
        byNumber.values().stream()
                .sorted(Comparator.comparingLong(Caller::number))
                .forEach(caller -> out.append(line(caller, nowMs)));
        return out.toString();
    }

    /** The line of one, "" when there is none of that number. */
    String line(long number, long nowMs) {
        Caller caller = byNumber.get(number);
        return caller == null ? "" : line(caller, nowMs);
    }

    private static String line(Caller caller, long nowMs) {
        return ("%s: proto=%s src=%s fe=GLOBAL be=<NONE> srv=<none> ts=00 epoch=0 age=%s calls=0"
                        + " rate=0 cpu=0 lat=0 rq[f=000000h,i=0,an=00h,rx=,wx=,ax=]"
                        + " rp[f=000000h,i=0,an=00h,rx=,wx=,ax=] scf=[8,0h,fd=-1]"
                        + " scb=[8,0h,fd=-1] exp= rc=0 c_exp=\n")
                .formatted(
                        SessionIds.text(caller.number()),
                        caller.protocol(),
                        caller.source(),
                        Durations.text((nowMs - caller.sinceMs()) / MS_PER_S));
    }
}
