package io.aplomb.sample;

import io.aplomb.http.HttpHead;
import io.aplomb.sample.facts.Captures;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.ListenerFacts;
import io.aplomb.sample.facts.LogFacts;
import io.aplomb.sample.facts.Payload;
import io.aplomb.sample.facts.ProcessFacts;
import io.aplomb.sample.facts.ProxyDirectory;
import io.aplomb.sample.facts.ProxyFacts;
import io.aplomb.sample.facts.ServerFacts;
import io.aplomb.sample.facts.StickTables;
import io.aplomb.sample.facts.UserLists;
import io.aplomb.sample.facts.Variables;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What an expression may read: one stream and the world around it. Implemented by the data path per
 * stream and called on the stream's event loop only. Null means absent: a fetch which asks for it
 * gives no sample.
 */
public interface SampleContext {

    /** Microseconds since 1970, UTC. */
    long wallClockUs();

    /** A clock that never goes back, in nanoseconds. */
    long monotonicNs();

    /** The zone of local times in log lines. */
    ZoneId timeZone();

    /** 64 random bits. */
    long nextRandom();

    /** The program. */
    ProcessFacts process();

    /** The client's connection. */
    ConnectionFacts clientConnection();

    /** The socket which accepted it; null in a health check. */
    @Nullable ListenerFacts listener();

    /** The connection to the server, once there is one. */
    @Nullable ConnectionFacts serverConnection();

    /** The request's head, once complete. */
    @Nullable HttpHead requestHead();

    /** The response's head, once complete. */
    @Nullable HttpHead responseHead();

    /** Octets of the request's connection not yet forwarded: for rules that inspect content. */
    @Nullable Payload requestPayload();

    /** Octets of the response's connection not yet forwarded. */
    @Nullable Payload responsePayload();

    /** The request's body as far as it was waited for. */
    @Nullable Payload requestBody();

    /** The response's body as far as it was waited for. */
    @Nullable Payload responseBody();

    /** Whether no more input will be waited for: then a sample not there is really absent. */
    boolean inputIsFinal();

    /** The frontend. */
    ProxyFacts frontend();

    /** The backend, once chosen. */
    @Nullable ProxyFacts backend();

    /** The server, once chosen. */
    @Nullable ServerFacts server();

    /** All proxies. */
    ProxyDirectory proxies();

    /** The stream's variables. */
    Variables variables();

    /** Stick tables and what the stream tracks. */
    StickTables tables();

    /** What was captured. */
    Captures captures();

    /** The userlists. */
    UserLists userLists();

    /** The stream's unique id, null when none is configured. */
    @Nullable String uniqueId();

    /** Whether it is the first request on its connection. */
    boolean firstRequest();

    /** Priority class set by a rule, 0 when none. */
    int priorityClass();

    /** Priority offset in milliseconds set by a rule, 0 when none. */
    int priorityOffsetMs();

    /** The figures of the stream for logs; null where no stream is. */
    @Nullable LogFacts logFacts();
}
