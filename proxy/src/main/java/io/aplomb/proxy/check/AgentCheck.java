package io.aplomb.proxy.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aplomb.model.net.EndpointSpec;
import io.aplomb.proxy.health.AgentAnswer;
import io.aplomb.proxy.health.CheckResult;
import io.aplomb.proxy.health.CheckStatus;
import io.aplomb.proxy.net.UnixDialer;
import io.aplomb.proxy.runtime.AgentTarget;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to an agent: connects, sends what {@code agent-send} says, reads one line (manual
 * 5.2 "agent-check"). In clear whatever the server speaks. Blocks; for a virtual thread.
 *
 * @param connectTimeoutMs for the connection
 * @param answerTimeoutMs for what follows it
 */
record AgentCheck(
        EndpointSpec target, @Nullable String send, long connectTimeoutMs, long answerTimeoutMs) {

    /** Longest line read, as HAProxy's default buffer: an agent that goes on is not heard. */
    private static final int MAX_LINE_BYTES = 16_384;

    private static final String EMPTY = "TCPCHK got an empty response at step 2";

    /** The agent as an administrator left it; timeouts as those of a health check. */
    static AgentCheck of(ServerRuntime server, long interMs) {
        AgentTarget agent = server.agentTarget();
        CheckTimes times = CheckTimes.of(server, interMs);
        return new AgentCheck(
                CheckPlan.place(server, agent.address(), agent.port()),
                agent.send(),
                times.connectMs(),
                times.answerMs());
    }

    AgentAnswer ask(UnixDialer dialer) {
        long startNs = System.nanoTime();
        try (CheckConnection connection = CheckConnection.open(target, connectTimeoutMs, dialer)) {
            connection.deadlineIn(answerTimeoutMs);
            if (send != null && !send.isEmpty()) {
                connection.send(send.getBytes(UTF_8));
            }
            return read(connection, startNs);
        } catch (CheckFailure failure) {
            return failed(failure.status(), failure.info(), startNs);
        }
    }

    private static AgentAnswer read(CheckConnection connection, long startNs) {
        byte[] buffer = new byte[MAX_LINE_BYTES];
        int length = 0;
        try {
            while (length < buffer.length) {
                int read = connection.read(buffer, length);
                if (read < 0) {
                    break;
                }
                int end = endOfLine(buffer, length, length + read);
                if (end >= 0) {
                    return new AgentAnswer.Line(
                            new String(buffer, 0, end, UTF_8), elapsedMs(startNs));
                }
                length += read;
            }
        } catch (SocketTimeoutException late) {
            return failed(CheckStatus.L7_TIMEOUT, "", startNs);
        } catch (IOException broken) {
            if (length > 0) {
                return new AgentAnswer.Incomplete(elapsedMs(startNs));
            }
            return failed(CheckStatus.SOCKET_ERROR, CheckConnection.words(broken), startNs);
        }
        return length == 0
                ? failed(CheckStatus.L7_RESPONSE, EMPTY, startNs)
                : new AgentAnswer.Incomplete(elapsedMs(startNs));
    }

    private static int endOfLine(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n' || buffer[i] == '\r') {
                return i;
            }
        }
        return -1;
    }

    private static AgentAnswer failed(CheckStatus status, String info, long startNs) {
        return new AgentAnswer.Failure(new CheckResult(status, 0, elapsedMs(startNs), info));
    }

    private static long elapsedMs(long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
}
