package io.aplomb.proxy.stream;

import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.sample.facts.ProcessFacts;
import io.aplomb.sample.facts.UserLists;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a stream sees beyond itself. One per event loop; called on that loop only. The proxies and
 * with them tables and user lists are those of the configuration the stream began with.
 */
public interface StreamWorld {

    /** Number of the event loop, the row of {@link io.aplomb.proxy.runtime.Counters}. */
    int loop();

    /** Microseconds since 1970, UTC. */
    long wallClockUs();

    /** A clock that never goes back. */
    long monotonicNs();

    /** 64 random bits. */
    long nextRandom();

    /** The zone of local times in log lines. */
    ZoneId timeZone();

    ProcessFacts process();

    ProcessVariables processVariables();

    RunningProxies proxies();

    UserLists userLists();

    /** The stick table of that name, or null. */
    @Nullable TrackingTable table(String name);

    /** Connections of the whole process, for {@code %ac}. */
    long processConnections();

    /** A number for each request since the start, for {@code %rt}. */
    long nextRequestNumber();
}
