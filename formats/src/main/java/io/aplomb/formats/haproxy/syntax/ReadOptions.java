package io.aplomb.formats.haproxy.syntax;

import java.util.Map;
import java.util.Set;

/**
 * What a configuration may ask about its surroundings.
 *
 * @param environment the process's variables, {@code HAPROXY_LOCALPEER} included
 * @param features what {@code feature(NAME)} is true for
 * @param version the HAProxy version whose language is spoken, for {@code version_atleast()}
 * @param diag whether {@code .diag} lines speak (HAProxy's {@code -dD})
 */
public record ReadOptions(
        Map<String, String> environment, Set<String> features, String version, boolean diag) {

    /** The newest HAProxy whose grammar is taken whole; decides the version predicates. */
    public static final String LANGUAGE_VERSION = "3.2.0";

    /** Named as in {@code haproxy -vv}. */
    public static final Set<String> FEATURES =
            Set.of("OPENSSL", "EPOLL", "GETADDRINFO", "THREAD", "PROMEX", "PCRE2", "RT", "TFO");

    public ReadOptions {
        environment = Map.copyOf(environment);
        features = Set.copyOf(features);
    }

    public static ReadOptions of(Map<String, String> environment) {
        return new ReadOptions(environment, FEATURES, LANGUAGE_VERSION, false);
    }
}
