package io.aplomb.model.proxy;

import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.log.LogFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code http-request}, {@code http-response} or {@code http-after-response} rule does. Not
 * every action is allowed in every set; the compiler of the configuration sees to it.
 */
public sealed interface HttpAction {

    record Allow() implements HttpAction {}

    record Deny(Reply reply) implements HttpAction {}

    /** Holds the request for {@code timeout tarpit}, then answers. */
    record Tarpit(Reply reply) implements HttpAction {}

    /** Closes without an answer. */
    record Reject() implements HttpAction {}

    record SilentDrop() implements HttpAction {}

    /** Asks for credentials; a null realm is the proxy's name. */
    record Authenticate(@Nullable String realm) implements HttpAction {}

    record Return(Reply reply) implements HttpAction {}

    /**
     * @param code 301, 302, 303, 307 or 308
     * @param cookie {@code set-cookie} or {@code clear-cookie} argument as a Set-Cookie value
     */
    record Redirect(
            Kind kind,
            LogFormat target,
            int code,
            boolean dropQuery,
            boolean appendSlash,
            boolean ignoreEmpty,
            @Nullable String cookie)
            implements HttpAction {
        /** What the target replaces. */
        public enum Kind {
            LOCATION,
            PREFIX,
            SCHEME
        }
    }

    record AddHeader(String name, LogFormat value) implements HttpAction {}

    record SetHeader(String name, LogFormat value) implements HttpAction {}

    record DeleteHeader(NameMatch match, String name, @Nullable Pattern pattern)
            implements HttpAction {
        /** {@code -m} of del-header. */
        public enum NameMatch {
            STR,
            BEG,
            END,
            SUB,
            REG
        }
    }

    /** {@code replace-header}: the whole value; {@code replace-value}: each comma-separated one. */
    record ReplaceHeader(String name, Pattern pattern, LogFormat replacement, boolean eachValue)
            implements HttpAction {}

    /** Replaces in a part of the target. */
    record ReplaceTarget(TargetPart part, Pattern pattern, LogFormat replacement)
            implements HttpAction {}

    record SetTarget(TargetPart part, LogFormat value) implements HttpAction {}

    /** Which part of a request's target. */
    enum TargetPart {
        PATH,
        PATH_AND_QUERY,
        QUERY,
        URI
    }

    record SetMethod(LogFormat value) implements HttpAction {}

    record SetStatus(int status, @Nullable String reason) implements HttpAction {}

    /** Exactly one of {@code value} and {@code format} is given. */
    record SetVariable(String name, @Nullable SampleExpression value, @Nullable LogFormat format)
            implements HttpAction {}

    record UnsetVariable(String name) implements HttpAction {}

    /** Into a new slot when {@code slot} is -1. */
    record Capture(SampleExpression value, int maxLength, int slot) implements HttpAction {}

    /** 0 (emerg) .. 7 (debug), -1 for silent. */
    record SetLogLevel(int level) implements HttpAction {}

    record SetSource(SampleExpression address) implements HttpAction {}

    record SetSourcePort(SampleExpression port) implements HttpAction {}

    record SetDestination(SampleExpression address) implements HttpAction {}

    record SetDestinationPort(SampleExpression port) implements HttpAction {}

    /** {@code set-timeout server|tunnel}. */
    record SetTimeout(boolean tunnel, @Nullable SampleExpression expression, long timeoutMs)
            implements HttpAction {}

    record Track(int counter, SampleExpression key, @Nullable String table) implements HttpAction {}

    record IncrementCounter(int counter, int gpc) implements HttpAction {}

    record SetTag(int counter, @Nullable SampleExpression expression, long value)
            implements HttpAction {}

    /** {@code wait-for-body time T [at-least N]}. */
    record WaitForBody(long timeMs, long atLeastBytes) implements HttpAction {}

    record DisableLayer7Retry() implements HttpAction {}

    /** {@code set-priority-class} or, with {@code offset}, {@code set-priority-offset}. */
    record SetPriority(SampleExpression value, boolean offset) implements HttpAction {}

    /** {@code strict-mode on|off}. */
    record StrictMode(boolean on) implements HttpAction {}

    /** {@code use-service prometheus-exporter}. */
    record PrometheusExporter() implements HttpAction {}

    /**
     * Accepted and without effect here (set-nice, set-mark, set-tos ...), kept for its position.
     */
    record NoEffect(String keyword) implements HttpAction {}
}
