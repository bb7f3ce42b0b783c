package io.aplomb.proxy.runtime;

import io.aplomb.model.proxy.BackendPart;
import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.HashType;
import io.aplomb.proxy.balance.Balancer;
import io.aplomb.proxy.balance.Balancers;
import io.aplomb.proxy.balance.HashFunction;
import io.aplomb.proxy.balance.KeyHash;

/** From the configured algorithm to the one that runs. */
final class BalancerChoice {

    private BalancerChoice() {}

    static Balancer<ServerRuntime> of(BackendPart part) {
        HashType hash = part.hashType();
        return switch (part.balance()) {
            case Balance.RoundRobin _ -> Balancers.roundRobin();
            case Balance.StaticRoundRobin _ -> Balancers.staticRoundRobin();
            case Balance.LeastConnections _ -> Balancers.leastConnections();
            case Balance.First _ -> Balancers.first();
            case Balance.Random random ->
                    Balancers.random(random.draws(), hash.balanceFactorPercent());
            case Balance.ShortestExpectedDelay _ -> Balancers.shortestExpectedDelay();
            case Balance.NeverQueue _ -> Balancers.neverQueue();
            case Balance.Lblc _ -> Balancers.locality(Balancers.DEFAULT_LOCALITY_EXPIRE_MS);
            case Balance.Lblcr _ ->
                    Balancers.replicatedLocality(Balancers.DEFAULT_LOCALITY_EXPIRE_MS);
            case Balance.Source _, Balance.Destination _ -> keyed(hash, true);
            case Balance.Uri _,
                    Balance.UrlParameter _,
                    Balance.Header _,
                    Balance.RdpCookie _,
                    Balance.Hash _ ->
                    keyed(hash, false);
        };
    }

    private static Balancer<ServerRuntime> keyed(HashType hash, boolean address) {
        KeyHash keyHash = new KeyHash(function(hash.function()), hash.avalanche(), address);
        return switch (hash.method()) {
            case MAP_BASED -> Balancers.mapHash(keyHash);
            case CONSISTENT -> Balancers.consistentHash(keyHash, hash.balanceFactorPercent());
        };
    }

    private static HashFunction function(HashType.Function function) {
        return switch (function) {
            case SDBM -> HashFunction.SDBM;
            case DJB2 -> HashFunction.DJB2;
            case WT6 -> HashFunction.WT6;
            case CRC32 -> HashFunction.CRC32;
            case NONE -> HashFunction.NONE;
        };
    }
}
