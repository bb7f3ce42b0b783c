package io.aplomb.model.proxy;

import io.aplomb.base.Bytes;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.log.LogFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One {@code http-check} or {@code tcp-check} rule, in order. */
public sealed interface CheckStep {

    /** Text shown when the step fails, null for none. */
    @Nullable String comment();

    /**
     * Opens a (further) connection.
     *
     * @param port 0 for the check's own
     */
    record Connect(
            @Nullable String comment,
            @Nullable String address,
            int port,
            boolean tls,
            @Nullable String sni,
            List<String> alpn,
            boolean sendProxy)
            implements CheckStep {
        public Connect {
            alpn = List.copyOf(alpn);
        }
    }

    /** Sends an HTTP request. */
    record HttpSend(
            @Nullable String comment,
            String method,
            LogFormat uri,
            String version,
            List<Field> fields,
            @Nullable LogFormat body)
            implements CheckStep {
        public HttpSend {
            fields = List.copyOf(fields);
        }
    }

    /** A request header of a check. */
    record Field(String name, LogFormat value) {}

    /** Sends bytes as they are. */
    record Send(@Nullable String comment, Bytes data) implements CheckStep {}

    /** Sends a computed text, or computed hexadecimal digits when {@code binary}. */
    record SendFormat(@Nullable String comment, LogFormat data, boolean binary)
            implements CheckStep {}

    /**
     * Reads until the expectation is met or cannot be any more.
     *
     * @param minBytes nothing is decided before that many, 0 for none
     */
    record Expect(
            @Nullable String comment,
            boolean negated,
            Expectation expectation,
            int minBytes,
            @Nullable String okStatus,
            @Nullable String errorStatus,
            @Nullable String timeoutStatus,
            @Nullable LogFormat onSuccess,
            @Nullable LogFormat onError,
            @Nullable SampleExpression statusCode)
            implements CheckStep {}

    /** Sets or, with a null expression, unsets a variable of the check. */
    record SetVariable(@Nullable String comment, String name, @Nullable SampleExpression value)
            implements CheckStep {}

    /** What an answer is compared with. */
    sealed interface Expectation {
        /** Status codes, given as ranges with both ends included. */
        record Status(List<Range> ranges) implements Expectation {
            public Status {
                ranges = List.copyOf(ranges);
            }
        }

        record Range(int first, int last) {}

        record StatusPattern(Pattern pattern) implements Expectation {}

        /** In the body for HTTP, in the stream for TCP. */
        record Text(Bytes text) implements Expectation {}

        record TextPattern(Pattern pattern) implements Expectation {}

        record TextFormat(LogFormat text) implements Expectation {}

        /** Raw bytes, found anywhere. */
        record Octets(Bytes octets) implements Expectation {}

        /** A pattern over the hexadecimal form of what came. */
        record OctetsPattern(Pattern pattern) implements Expectation {}

        /** {@code hdr}/{@code fhdr}: a header whose name and, when given, value match. */
        record Header(StringMatch name, @Nullable StringMatch value, boolean full)
                implements Expectation {}
    }

    /** {@code -m METHOD} with its operand. */
    record StringMatch(Method method, String text, @Nullable Pattern pattern) {
        /** How names or values are compared. */
        public enum Method {
            STR,
            BEG,
            END,
            SUB,
            REG
        }
    }
}
