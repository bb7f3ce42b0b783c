package io.aplomb.proxy.runtime;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.UseBackend;
import io.aplomb.sample.log.LogFormat;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The default of {@code fullconn} (manual 4.2): a tenth of the connections that all frontends which
 * may branch to a backend can have. Names computed for each request cannot be known.
 */
final class FullConnections {

    private static final int SHARE = 10;

    private final Map<String, Integer> connections = new HashMap<>();

    FullConnections(Collection<FrontendRuntime> frontends) {
        for (FrontendRuntime frontend : frontends) {
            if (!frontend.config().disabled()) {
                for (String backend : backends(frontend)) {
                    connections.merge(backend, frontend.maxConn(), Integer::sum);
                }
            }
        }
    }

    private static Set<String> backends(FrontendRuntime frontend) {
        Proxy.FrontendPart part = frontend.part();
        Set<String> names = new HashSet<>();
        for (UseBackend rule : part.useBackends()) {
            LogFormat name = rule.backendName();
            if (name.expressions().isEmpty() && name.variables().isEmpty()) {
                names.add(name.source());
            }
        }
        String fallback = part.defaultBackend();
        names.add(fallback == null ? frontend.name() : fallback);
        return names;
    }

    /** At least 1. */
    int of(Proxy backend) {
        int reaching = connections.getOrDefault(backend.name(), 0);
        return Math.max(1, Math.ceilDiv(reaching, SHARE));
    }
}
