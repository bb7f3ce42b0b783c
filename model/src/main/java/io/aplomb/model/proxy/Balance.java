package io.aplomb.model.proxy;

import io.aplomb.sample.SampleExpression;

/**
 * A {@code balance} algorithm with its arguments (manual 4.2 "balance"; IPVS for the last five).
 */
public sealed interface Balance {

    record RoundRobin() implements Balance {}

    record StaticRoundRobin() implements Balance {}

    record LeastConnections() implements Balance {}

    record First() implements Balance {}

    record Source() implements Balance {}

    /**
     * @param lengthLimit bytes of the URI that count, 0 for all
     * @param depthLimit directories that count, 0 for all
     */
    record Uri(boolean whole, boolean pathOnly, int lengthLimit, int depthLimit)
            implements Balance {}

    /** {@code checkPost}: look into the body of a POST when the URI has no such parameter. */
    record UrlParameter(String name, boolean checkPost) implements Balance {}

    record Header(String name, boolean domainOnly) implements Balance {}

    record Random(int draws) implements Balance {}

    record RdpCookie(String name) implements Balance {}

    record Hash(SampleExpression key) implements Balance {}

    record Destination() implements Balance {}

    record Lblc() implements Balance {}

    record Lblcr() implements Balance {}

    record ShortestExpectedDelay() implements Balance {}

    record NeverQueue() implements Balance {}
}
