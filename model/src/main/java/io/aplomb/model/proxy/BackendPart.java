package io.aplomb.model.proxy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only a proxy with servers has.
 *
 * @param retries connection attempts after the first
 * @param redispatchInterval {@code option redispatch N}: every Nth retry may change server; a
 *     negative N counts from the last retry, so -1 is only the last; 0 is never
 * @param fullConn connections at which {@code minconn} servers reach their {@code maxconn}; 0: 10 %
 *     of the frontends' maxconn
 * @param rdpCookie name of the cookie of {@code persist rdp-cookie}, null for none
 * @param allBackups {@code option allbackups}
 */
public record BackendPart(
        Balance balance,
        HashType hashType,
        List<Server> servers,
        List<UseServer> useServers,
        @Nullable CookiePersistence cookie,
        List<PersistRule> persistRules,
        @Nullable String rdpCookie,
        List<StickRule> stickRules,
        HealthCheck check,
        int retries,
        Set<RetryCondition> retryOn,
        int redispatchInterval,
        int fullConn,
        boolean allBackups,
        boolean persistToDown,
        boolean preferLastServer,
        boolean checkCache,
        HttpReuse httpReuse,
        @Nullable String serverStateName) {

    public BackendPart {
        servers = List.copyOf(servers);
        useServers = List.copyOf(useServers);
        persistRules = List.copyOf(persistRules);
        stickRules = List.copyOf(stickRules);
        retryOn = Set.copyOf(retryOn);
    }

    /**
     * Whether the algorithm knows only a server's configured weight and zero: no weight between can
     * be set while it runs (manual 4.2 "balance", "hash-type").
     */
    public boolean hasFixedWeights() {
        return switch (balance) {
            case Balance.StaticRoundRobin _ -> true;
            case Balance.Source _,
                    Balance.Destination _,
                    Balance.Uri _,
                    Balance.UrlParameter _,
                    Balance.Header _,
                    Balance.RdpCookie _,
                    Balance.Hash _ ->
                    hashType.method() == HashType.Method.MAP_BASED;
            case Balance.RoundRobin _,
                    Balance.LeastConnections _,
                    Balance.First _,
                    Balance.Random _,
                    Balance.Lblc _,
                    Balance.Lblcr _,
                    Balance.ShortestExpectedDelay _,
                    Balance.NeverQueue _ ->
                    false;
        };
    }

    /** When an idle server connection may carry another client's request ({@code http-reuse}). */
    public enum HttpReuse {
        NEVER,
        SAFE,
        AGGRESSIVE,
        ALWAYS
    }
}
