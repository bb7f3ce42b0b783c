package io.aplomb.proxy.balance;

/** Makes the algorithms, one method a {@code balance} keyword; each call gives a new instance. */
public final class Balancers {

    /** {@code random} without an argument draws two servers. */
    public static final int DEFAULT_DRAWS = 2;

    /** Time after which {@code lblc} and {@code lblcr} forget an unused key: one day, as IPVS. */
    public static final long DEFAULT_LOCALITY_EXPIRE_MS = 24L * 60 * 60 * 1000;

    private Balancers() {}

    /** {@code roundrobin}. */
    public static <C extends Candidate> Balancer<C> roundRobin() {
        return new RoundRobinBalancer<>();
    }

    /** {@code static-rr}. */
    public static <C extends Candidate> Balancer<C> staticRoundRobin() {
        return new StaticRoundRobinBalancer<>();
    }

    /** {@code leastconn}. */
    public static <C extends Candidate> Balancer<C> leastConnections() {
        return new LeastLoadBalancer<>(LeastLoadBalancer.Rule.LEAST_CONNECTIONS);
    }

    /** {@code sed}, the shortest expected delay of IPVS. */
    public static <C extends Candidate> Balancer<C> shortestExpectedDelay() {
        return new LeastLoadBalancer<>(LeastLoadBalancer.Rule.SHORTEST_EXPECTED_DELAY);
    }

    /** {@code nq}, the never queue of IPVS. */
    public static <C extends Candidate> Balancer<C> neverQueue() {
        return new LeastLoadBalancer<>(LeastLoadBalancer.Rule.NEVER_QUEUE);
    }

    /** {@code first}. */
    public static <C extends Candidate> Balancer<C> first() {
        return new FirstBalancer<>();
    }

    /**
     * {@code source}, {@code destination}, {@code uri}, {@code url_param}, {@code hdr}, {@code
     * rdp-cookie}, {@code hash} with {@code hash-type map-based}; the caller sets the key of each
     * selection ({@link BalanceKeys}).
     */
    public static <C extends Candidate> Balancer<C> mapHash(KeyHash keyHash) {
        return new MapHashBalancer<>(keyHash);
    }

    /**
     * The same with {@code hash-type consistent}.
     *
     * @param balanceFactorPercent {@code hash-balance-factor}: above 100, or 0 for no bound
     */
    public static <C extends Candidate> Balancer<C> consistentHash(
            KeyHash keyHash, int balanceFactorPercent) {
        return new ConsistentHashBalancer<>(keyHash, checkedFactor(balanceFactorPercent));
    }

    /**
     * {@code random(draws)}.
     *
     * @param balanceFactorPercent {@code hash-balance-factor}: above 100, or 0 for no bound
     */
    public static <C extends Candidate> Balancer<C> random(int draws, int balanceFactorPercent) {
        if (draws < 1) {
            throw new IllegalArgumentException("random needs at least one draw, got " + draws);
        }
        return new RandomBalancer<>(draws, checkedFactor(balanceFactorPercent));
    }

    /** {@code lblc}, locality-based least connection; keyed as the hash algorithms are. */
    public static <C extends Candidate> Balancer<C> locality(long expireAfterMs) {
        return new LocalityBalancer<>(false, expireAfterMs);
    }

    /** {@code lblcr}, locality-based least connection with replication. */
    public static <C extends Candidate> Balancer<C> replicatedLocality(long expireAfterMs) {
        return new LocalityBalancer<>(true, expireAfterMs);
    }

    private static int checkedFactor(int percent) {
        if (percent != 0 && percent <= 100) {
            throw new IllegalArgumentException(
                    "hash-balance-factor must be 0 or above 100, got " + percent);
        }
        return percent;
    }
}
