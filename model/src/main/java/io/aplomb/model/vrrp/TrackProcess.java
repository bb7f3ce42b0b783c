package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import java.util.List;

/**
 * Processes that must run: {@code vrrp_track_process}.
 *
 * @param command name of the command as in {@code /proc/PID/comm} (first 15 bytes count), or its
 *     first word when the command line is compared
 * @param parameters compared as {@code parameterMatch} says
 * @param fullCommand compares the command line, not only the name
 * @param weight used by those who track it without a weight of their own, -254..254; 0 unless
 *     configured (which the manual says is 1)
 * @param quorum least number of processes for success
 * @param quorumMax most of them for success, {@link Integer#MAX_VALUE} for no limit
 * @param forkDelayNs how long the quorum must have been there until it counts
 * @param terminateDelayNs how long it must have been gone until it counts
 */
public record TrackProcess(
        String name,
        String command,
        List<String> parameters,
        ParameterMatch parameterMatch,
        boolean fullCommand,
        int weight,
        boolean reverse,
        int quorum,
        int quorumMax,
        long forkDelayNs,
        long terminateDelayNs,
        SourcePosition position) {

    public TrackProcess {
        parameters = List.copyOf(parameters);
    }

    /** How the parameters of a process are compared with those configured. */
    public enum ParameterMatch {
        /** Not at all. */
        NONE,
        /** All of them, no more and no fewer. */
        EXACT,
        /** The first ones are exactly those configured; more may follow. */
        PARTIAL,
        /** As partial, and the last one configured may be only the begin of that of the process. */
        INITIAL
    }
}
