package io.aplomb.sample;

import static io.aplomb.sample.Requirement.BACKEND;
import static io.aplomb.sample.Requirement.CLIENT_CONNECTION;
import static io.aplomb.sample.Requirement.CLIENT_SESSION;
import static io.aplomb.sample.Requirement.INTERNAL;
import static io.aplomb.sample.Requirement.LOG;
import static io.aplomb.sample.Requirement.REQUEST_BODY;
import static io.aplomb.sample.Requirement.REQUEST_HEAD;
import static io.aplomb.sample.Requirement.REQUEST_PAYLOAD;
import static io.aplomb.sample.Requirement.RESPONSE_BODY;
import static io.aplomb.sample.Requirement.RESPONSE_HEAD;
import static io.aplomb.sample.Requirement.RESPONSE_PAYLOAD;
import static io.aplomb.sample.Requirement.SERVER;
import static io.aplomb.sample.Requirement.SERVER_CONNECTION;
import static io.aplomb.sample.Requirement.STREAM;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where in a stream's life an expression is evaluated, and what can be read there. */
public enum UsePoint {
    /** While the configuration is read: process variables. */
    CONFIGURATION(EnumSet.of(INTERNAL)),
    /** {@code tcp-request connection}. */
    CONNECTION(EnumSet.of(INTERNAL, CLIENT_CONNECTION)),
    /** {@code tcp-request session}. */
    SESSION(with(CONNECTION, CLIENT_SESSION)),
    /** {@code tcp-request content}, {@code http-request}, {@code use_backend}, {@code stick on}. */
    REQUEST(with(SESSION, STREAM, REQUEST_PAYLOAD, REQUEST_HEAD, REQUEST_BODY, BACKEND)),
    /** {@code use-server}, {@code stick store-response} keys of the request side. */
    SERVER_CHOICE(with(REQUEST)),
    /** {@code tcp-response content}, {@code http-response}, {@code http-after-response}. */
    RESPONSE(
            with(
                    SESSION,
                    STREAM,
                    BACKEND,
                    SERVER,
                    SERVER_CONNECTION,
                    RESPONSE_PAYLOAD,
                    RESPONSE_HEAD,
                    RESPONSE_BODY)),
    /** {@code log-format} and {@code unique-id-format} at the end of a stream. */
    LOG_LINE(with(SESSION, STREAM, BACKEND, SERVER, SERVER_CONNECTION, LOG)),
    /** {@code http-check}, {@code tcp-check}. */
    HEALTH_CHECK(
            EnumSet.of(
                    INTERNAL,
                    BACKEND,
                    SERVER,
                    SERVER_CONNECTION,
                    RESPONSE_PAYLOAD,
                    RESPONSE_HEAD,
                    RESPONSE_BODY));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set of enum constants
    private final Set<Requirement> available;

    UsePoint(EnumSet<Requirement> available) {
        this.available = Collections.unmodifiableSet(available);
    }

    /** What can be read there. */
    public Set<Requirement> available() {
        return available;
    }

    private static EnumSet<Requirement> with(UsePoint base, Requirement... more) {
        EnumSet<Requirement> all = EnumSet.copyOf(base.available);
        Collections.addAll(all, more);
        return all;
    }
}
