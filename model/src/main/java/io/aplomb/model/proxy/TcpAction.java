package io.aplomb.model.proxy;

import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.log.LogFormat;
import org.jspecify.annotations.Nullable;

/** What a {@code tcp-request} or {@code tcp-response} rule does. */
public sealed interface TcpAction {

    record Accept() implements TcpAction {}

    record Reject() implements TcpAction {}

    /** Closes without the peer learning of it. */
    record SilentDrop() implements TcpAction {}

    /** {@code tcp-response content close}. */
    record Close() implements TcpAction {}

    /** Expects a PROXY protocol header from this client. */
    record ExpectProxy() implements TcpAction {}

    record Capture(SampleExpression value, int maxLength) implements TcpAction {}

    record SetVariable(String name, @Nullable SampleExpression value, @Nullable LogFormat format)
            implements TcpAction {}

    record UnsetVariable(String name) implements TcpAction {}

    record SetSource(SampleExpression address) implements TcpAction {}

    record SetDestination(SampleExpression address) implements TcpAction {}

    record SetDestinationPort(SampleExpression port) implements TcpAction {}

    /** {@code track-sc0..N KEY [table NAME]}. */
    record Track(int counter, SampleExpression key, @Nullable String table) implements TcpAction {}

    /** {@code sc-inc-gpc0(N)} and {@code sc-inc-gpc1(N)}. */
    record IncrementCounter(int counter, int gpc) implements TcpAction {}

    /** {@code sc-set-gpt0(N)}. */
    record SetTag(int counter, @Nullable SampleExpression expression, long value)
            implements TcpAction {}
}
