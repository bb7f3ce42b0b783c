package io.aplomb.proxy;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.net.Transport;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.session.SessionServices;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.facts.UserLists;
import org.jspecify.annotations.Nullable;

/**
 * How an engine runs, beside its configuration.
 *
 * @param loops event loops, 0 for {@code nbthread} or else one per processor
 * @param services what sessions report to
 * @param surroundings stick tables and user lists
 */
public record EngineOptions(
        int loops,
        Transport transport,
        Clock clock,
        SessionServices services,
        Surroundings surroundings) {

    /** What rules can look up that is kept elsewhere. Called on event loops. */
    public interface Surroundings {
        /** The stick table of that name in that configuration, or null. */
        @Nullable TrackingTable table(RunningProxies proxies, String name);

        /** The user lists of a configuration. */
        UserLists userLists(ProxyConfig config);
    }
}
